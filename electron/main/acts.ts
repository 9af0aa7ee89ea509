import { lstat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import type { BrowserWindow, Dialog, FileFilter, Shell } from 'electron'
import type { z } from 'zod'
import {
  type ActAnswer,
  type DesktopActName,
  type DesktopError,
  desktopActs,
} from '../../shared/contract/desktop.ts'
import { BenchError, toErrorBody } from '../../shared/contract/error.ts'
import { externalAddress } from './navigation.ts'
import type { Secrets } from './secrets.ts'

type Acts = typeof desktopActs
type Parsed<N extends DesktopActName> = z.output<Acts[N]['input']>

/** Each act with its input as validated, on behalf of the window that asked. */
export type ActTable = {
  readonly [N in DesktopActName]: (
    input: Parsed<N>,
    window: BrowserWindow,
  ) => Promise<z.input<Acts[N]['output']>>
}

export interface Desktop {
  dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>
  shell: Pick<Shell, 'openExternal' | 'showItemInFolder'>
  secrets: Secrets
  notify(note: Parsed<'notify'>, window: BrowserWindow): boolean
  openWindow(route: string): void
}

const everyFile: FileFilter = { name: 'All files', extensions: ['*'] }

export const desktopTable = ({ dialog, shell, secrets, notify, openWindow }: Desktop): ActTable => ({
  async pickFiles({ title, many, extensions }, window) {
    const filters = extensions.length > 0 ? [{ name: title, extensions }, everyFile] : [everyFile]
    const properties = many ? (['openFile', 'multiSelections'] as const) : (['openFile'] as const)
    const picked = await dialog.showOpenDialog(window, { title, filters, properties: [...properties] })
    return { paths: picked.canceled ? [] : picked.filePaths }
  },

  async pickFolder({ title }, window) {
    const picked = await dialog.showOpenDialog(window, {
      title,
      properties: ['openDirectory', 'createDirectory'],
    })
    return { path: picked.canceled ? null : (picked.filePaths[0] ?? null) }
  },

  async pickSavePath({ title, suggestedName }, window) {
    const defaultPath = suggestedName.replaceAll(/[/\\:*?"<>|\p{Cc}]/gu, '_')
    const picked = await dialog.showSaveDialog(window, { title, defaultPath })
    return { path: picked.canceled || !picked.filePath ? null : picked.filePath }
  },

  async reveal({ path }) {
    const there = isAbsolute(path) && (await lstat(path).catch(() => undefined))
    if (!there)
      throw new BenchError<DesktopError>(
        'not-found',
        'The file cannot be shown: it is no longer at its place.',
      )
    shell.showItemInFolder(path)
    return {}
  },

  notify: async (note, window) => ({ shown: notify(note, window) }),

  async storeSecret({ name, value }) {
    await secrets.store(name, value)
    return {}
  },

  readSecret: async ({ name }) => ({ value: await secrets.read(name) }),

  async openExternal({ url }) {
    const address = externalAddress(url)
    if (!address)
      throw new BenchError<DesktopError>(
        'refused',
        'The address was not opened: only web pages and mail addresses are.',
      )
    await shell.openExternal(address)
    return {}
  },

  async openWindow({ route }) {
    openWindow(route)
    return {}
  },
})

const isAct = (name: unknown): name is DesktopActName =>
  typeof name === 'string' && Object.hasOwn(desktopActs, name)

/** Performs what a page asked for; nothing it sends is believed before it was parsed. Never throws. */
export const performAct = async (
  table: ActTable,
  window: BrowserWindow,
  ask: { name: unknown; input: unknown },
): Promise<ActAnswer<unknown>> => {
  try {
    if (!isAct(ask.name))
      throw new BenchError('unknown-method', 'This window asked for an act that does not exist.')
    const parsed = desktopActs[ask.name].input.safeParse(ask.input)
    if (!parsed.success)
      throw new BenchError(
        'bad-input',
        `The desktop cannot do this as asked: ${parsed.error.issues[0]?.message}`,
      )
    const act = table[ask.name] as (input: unknown, window: BrowserWindow) => Promise<unknown>
    return { ok: true, value: await act(parsed.data, window) }
  } catch (thrown) {
    return { ok: false, error: toErrorBody(thrown) }
  }
}
