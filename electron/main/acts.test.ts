import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserWindow, Dialog } from 'electron'
import { describe, expect, test } from 'vitest'
import type { ActInput, DesktopActName } from '../../shared/contract/desktop.ts'
import { type Desktop, desktopTable, performAct } from './acts.ts'

// Acts hand the window on and look into nothing of it.
const window = {} as BrowserWindow

/** A person at the system's dialogs, who answers what the test says, and a record of what they saw. */
const desk = (answers: { paths?: string[]; save?: string; canceled?: boolean } = {}) => {
  const seen: Record<string, unknown>[] = []
  const { paths = [], save = '', canceled = false } = answers
  const see = (args: unknown[]) => void seen.push(args.at(-1) as Record<string, unknown>)
  const dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'> = {
    async showOpenDialog(...args: unknown[]) {
      see(args)
      return { canceled, filePaths: paths }
    },
    async showSaveDialog(...args: unknown[]) {
      see(args)
      return { canceled, filePath: save }
    },
  }
  const opened: string[] = []
  const secrets = new Map<string, string | null>()
  const desktop: Desktop = {
    dialog,
    shell: {
      openExternal: async (url) => void opened.push(url),
      showItemInFolder: (path) => void opened.push(path),
    },
    secrets: {
      store: async (name, value) => void secrets.set(name, value),
      read: async (name) => secrets.get(name) ?? null,
    },
    notify: () => true,
    openWindow: (route) => void opened.push(route),
  }
  const table = desktopTable(desktop)
  const perform = <N extends DesktopActName>(name: N, input: ActInput<N>) =>
    performAct(table, window, { name, input })
  const raw = (name: unknown, input: unknown) => performAct(table, window, { name, input })
  return { perform, raw, seen, opened }
}

describe('picking', () => {
  test('files, one or many, of some kinds or all', async () => {
    const { perform, seen } = desk({ paths: ['/a.log', '/b.log'] })
    expect(await perform('pickFiles', { title: 'Attach', extensions: ['log'] })).toEqual({
      ok: true,
      value: { paths: ['/a.log', '/b.log'] },
    })
    await perform('pickFiles', { title: 'Import', many: false })
    expect(seen).toMatchObject([
      {
        properties: ['openFile', 'multiSelections'],
        filters: [{ extensions: ['log'] }, { extensions: ['*'] }],
      },
      { properties: ['openFile'], filters: [{ extensions: ['*'] }] },
    ])
  })

  test('a dialog that was closed picks nothing', async () => {
    const { perform } = desk({ canceled: true, paths: ['/ignored'], save: '/ignored' })
    expect(await perform('pickFiles', { title: 'Attach' })).toEqual({ ok: true, value: { paths: [] } })
    expect(await perform('pickFolder', { title: 'Export' })).toEqual({ ok: true, value: { path: null } })
    expect(await perform('pickSavePath', { title: 'Save', suggestedName: 'a' })).toEqual({
      ok: true,
      value: { path: null },
    })
  })

  test('a suggested name from a customer stays one plain name', async () => {
    const { perform, seen } = desk({ save: '/home/me/x' })
    await perform('pickSavePath', { title: 'Save', suggestedName: '../../etc/pass\nwd:stream' })
    expect(seen[0]?.defaultPath).toBe('.._.._etc_pass_wd_stream')
  })
})

test('reveal shows what is there and says what is not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'casebench-acts-'))
  try {
    const file = join(folder, 'a.txt')
    await writeFile(file, '')
    const { perform, opened } = desk()
    expect(await perform('reveal', { path: file })).toEqual({ ok: true, value: {} })
    for (const path of [join(folder, 'gone'), 'a.txt'])
      expect(await perform('reveal', { path })).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect(opened).toEqual([file])
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('only addresses that the policy lets out are opened', async () => {
  const { perform, opened } = desk()
  expect(await perform('openExternal', { url: 'https://example.com' })).toEqual({ ok: true, value: {} })
  for (const url of ['file:///etc/passwd', 'smb://x/y'])
    expect(await perform('openExternal', { url })).toMatchObject({ ok: false, error: { code: 'refused' } })
  expect(opened).toEqual(['https://example.com/'])
})

describe('what a page sends is not believed', () => {
  test.each(['constructor', '__proto__', 'toString', 'nothing', '', 7, null, undefined, {}])(
    'no act "%s"',
    async (name) => {
      expect(await desk().raw(name, {})).toMatchObject({ ok: false, error: { code: 'unknown-method' } })
    },
  )

  test.each([
    ['pickFiles', {}],
    ['pickFiles', { title: 'x', extensions: ['../x'] }],
    ['reveal', { path: 7 }],
    ['reveal', { path: 'x'.repeat(5000) }],
    ['storeSecret', { name: '../x', value: 'a' }],
    ['storeSecret', { name: 'a', value: 'x'.repeat(9000) }],
    ['notify', { title: 'a', body: 'x'.repeat(2000) }],
    ['openWindow', null],
    ['openExternal', undefined],
  ])('%s given %j', async (name, input) => {
    expect(await desk().raw(name, input)).toMatchObject({ ok: false, error: { code: 'bad-input' } })
  })
})

test('secrets, notes and windows reach the system', async () => {
  const { perform, opened } = desk()
  await perform('storeSecret', { name: 'sync.token', value: 'x' })
  expect(await perform('readSecret', { name: 'sync.token' })).toEqual({ ok: true, value: { value: 'x' } })
  expect(await perform('notify', { title: 'New reply', body: 'CB-1' })).toEqual({
    ok: true,
    value: { shown: true },
  })
  await perform('openWindow', { route: '/cases/CB-1' })
  expect(opened).toEqual(['/cases/CB-1'])
})
