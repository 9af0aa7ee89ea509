import { statSync } from 'node:fs'
import type { Handlers } from '../../shared/contract/define.ts'
import { BenchError } from '../../shared/contract/error.ts'
import type { Terminal, TerminalProfile, terminals } from '../../shared/contract/terminals.ts'
import type { Database } from '../database/threads.ts'
import { live } from '../rpc/live.ts'
import { postEvent } from '../timeline/changes.ts'
import {
  addTerminal,
  getBlock,
  getTerminal,
  keepTidings,
  listBlocks,
  listTerminals,
  loseTerminals,
  placesOfBlocks,
  removeTerminal,
  renameTerminal,
  restartTerminal,
  setTerminalRecording,
  type TerminalRow,
} from './changes.ts'
import {
  type ContainerShell,
  containerLaunch,
  containerProfile,
  needCase,
  serviceOfProfile,
} from './container.ts'
import { terminalEnvironment } from './environment.ts'
import { findInBlocks } from './find-in-blocks.ts'
import { outputFolder, recordingPath, shellsFolder, terminalsFolder } from './places.ts'
import { launchPtys, type PtyProcess } from './process/launch.ts'
import { endLeftovers } from './process/leftovers.ts'
import type { Ended, Recorded, Start, Tidings } from './process/messages.ts'
import { chooseProfile, findProfiles } from './profiles.ts'
import { launchOf } from './shells/launch.ts'
import { writeScripts } from './shells/scripts.ts'

export interface TerminalsOptions {
  database: Database
  dataDir: string
  /** The module that the pty process runs. */
  ptyEntry: URL
  newId(): string
  now(): number
  env: NodeJS.ProcessEnv
  /** The folder of a case's workspace, made if need be. */
  caseFolder(caseId: string): Promise<string>
  /** How to get a shell in a running service of a case's environment. */
  containerShell(caseId: string, service: string): Promise<ContainerShell>
}

export interface Terminals {
  handlers: Handlers<typeof terminals>
  close(): Promise<void>
}

interface Desk extends TerminalsOptions {
  ptys: PtyProcess
  /** Terminals whose shell runs, and those in which a command runs. */
  running: Set<string>
  busy: Set<string>
}

/** Opens what terminals an earlier run left: those that ran have ended, and nothing of theirs runs on. */
export const openTerminals = async (options: TerminalsOptions): Promise<Terminals> => {
  const { database, dataDir, ptyEntry, now } = options
  await endLeftovers(terminalsFolder(dataDir))
  await database.write(loseTerminals, {})
  const running = new Set<string>()
  const busy = new Set<string>()
  const ptys = launchPtys({
    entry: ptyEntry,
    dataDir,
    now,
    async onTidings(all) {
      note({ running, busy }, all)
      await database.write(keepTidings, { all })
    },
    onGone() {
      const ids = [...running]
      running.clear()
      busy.clear()
      // The next start does the same; until then the list shows them as running.
      database.write(loseTerminals, { ids }).catch(() => undefined)
    },
  })
  return { handlers: handlersOf({ ...options, ptys, running, busy }), close: () => closeAll(database, ptys) }
}

const closeAll = async (database: Database, ptys: PtyProcess) => {
  await ptys.close()
  await database.write(loseTerminals, {})
}

const note = ({ running, busy }: Pick<Desk, 'running' | 'busy'>, all: Tidings[]) => {
  for (const { terminalId, busy: isBusy, ended } of all) {
    if (ended) running.delete(terminalId)
    if (isBusy === true) busy.add(terminalId)
    if (isBusy === false) busy.delete(terminalId)
  }
}

const handlersOf = (desk: Desk): Terminals['handlers'] => {
  const { database, ptys } = desk
  return {
    profiles: () => ({ profiles: findProfiles() }),
    watch: ({ caseId }, { signal }) =>
      live(database, {
        topics: ['terminals'],
        signal,
        read: async () => ({
          terminals: (await database.read(listTerminals, { caseId })).map((row) => shown(desk, row)),
        }),
      }),
    open: (input) => open(desk, input),
    reopen: (input) => reopen(desk, input),
    attach: (input, { signal }) => attach(desk, input, signal),
    async write({ id, data, binary }) {
      await ptys.ask('write', { terminalId: id, data, binary })
      return {}
    },
    async resize({ id, columns, rows }) {
      await ptys.ask('resize', { terminalId: id, columns, rows })
      return {}
    },
    rename: ({ id, name }) => database.write(renameTerminal, { id, name: name.trim() || null }),
    async kill({ id }) {
      if (ptys.running) await ptys.ask('kill', { terminalId: id })
      return {}
    },
    async remove({ id }) {
      await database.read(getTerminal, { id })
      if (ptys.running) await ptys.ask('kill', { terminalId: id })
      await ptys.ask('forget', { terminalId: id })
      return database.write(removeTerminal, { id })
    },
    record: (input) => record(desk, input),
    blocks: ({ id }, { signal }) =>
      live(database, {
        topics: [`blocks:${id}`],
        signal,
        read: async () => ({ blocks: await database.read(listBlocks, { id }) }),
      }),
    blockText: (input) => blockText(desk, input),
    async findInBlocks({ id, query }, { signal }) {
      const blocks = await database.read(placesOfBlocks, { id })
      return findInBlocks({ folder: outputFolder(desk.dataDir, id), blocks, query, signal })
    },
    async addRun({ caseId, lane, recording, ...facts }) {
      const detail = { type: 'block' as const, ...facts, terminalId: null, block: null }
      const run = { caseId, lane, kind: 'run' as const, body: '', attachments: [recording], detail }
      const { id: eventId, step } = await database.write(postEvent, run)
      return { eventId, step }
    },
    async allowClipboard({ id, allow }) {
      if (ptys.running) await ptys.ask('silence', { terminalId: id, silent: allow === 'never' })
      return {}
    },
  }
}

const endedOf = ({ endedAt, exitCode, signal }: TerminalRow): Terminal['ended'] =>
  endedAt === null ? null : { at: endedAt, exitCode, signal, lost: exitCode === null && signal === null }

const shown = ({ busy }: Desk, row: TerminalRow): Terminal => {
  const { endedAt: _at, exitCode: _code, signal: _signal, blocks: _blocks, name, ...facts } = row
  const ended = endedOf(row)
  const title = name ?? row.title
  return { ...facts, title, named: name !== null, ended, busy: ended === null && busy.has(row.id) }
}

type Open = Parameters<Terminals['handlers']['open']>[0]

const open = async (desk: Desk, { caseId, profile, service, folder, record, columns, rows }: Open) => {
  const { database, newId, now } = desk
  const chosen = service === undefined ? chooseProfile(findProfiles(), profile) : containerProfile(service)
  const place = await placeOf(desk, caseId, folder)
  const id = newId()
  const row = {
    id,
    caseId,
    title: chosen.name,
    profile: chosen.name,
    folder: place,
    columns,
    rows,
    startedAt: now(),
    recording: record === true,
  }
  await database.write(addTerminal, row)
  const before = { ...row, name: null, endedAt: null, exitCode: null, signal: null, blocks: 0 }
  try {
    await begin(desk, await startOf(desk, before, chosen, ''))
  } catch (error) {
    await database.write(removeTerminal, { id })
    throw error
  }
  return shown(desk, await database.read(getTerminal, { id }))
}

const begin = async ({ ptys, running }: Desk, start: Start) => {
  await ptys.ask('start', start)
  running.add(start.terminalId)
}

/** Out of what the last shell left on: its screen, its modes and colours. Then a line between the two. */
const notice =
  '\x1b[?1049l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?2004l\x1b[!p\x1b[0m\r\n\x1b[2m─── opened again ───\x1b[0m\r\n'

const reopen = async (desk: Desk, { id, columns, rows }: { id: string; columns: number; rows: number }) => {
  const { database, now } = desk
  const row = await database.read(getTerminal, { id })
  if (row.endedAt === null)
    throw new BenchError('invalid', 'This terminal still runs; there is nothing to open again.')
  const service = serviceOfProfile(row.profile)
  const profiles = findProfiles()
  const same = profiles.some(({ name }) => name === row.profile) ? row.profile : undefined
  const chosen = service === null ? chooseProfile(profiles, same) : containerProfile(service)
  const folder = isFolder(row.folder) ? row.folder : await placeOf(desk, row.caseId, undefined)
  const start = await startOf(desk, { ...row, folder, columns, rows }, chosen, notice)
  await database.write(restartTerminal, { id, startedAt: now(), columns, rows })
  try {
    await begin(desk, start)
  } catch (error) {
    await database.write(loseTerminals, { ids: [id] })
    throw error
  }
  return shown(desk, await database.read(getTerminal, { id }))
}

const startOf = async (
  desk: Desk,
  row: TerminalRow,
  profile: TerminalProfile,
  above: string,
): Promise<Start> => {
  const nonce = desk.newId().replaceAll('-', '')
  const scripts = shellsFolder(desk.dataDir)
  await writeScripts(scripts)
  const base = terminalEnvironment(desk.env, row.id)
  const service = serviceOfProfile(profile.name)
  const { file, args, env } =
    service === null
      ? launchOf({ path: profile.path, scripts, nonce, env: base, login: process.platform === 'darwin' })
      : containerLaunch(await desk.containerShell(needCase(row.caseId), service), { scripts, nonce, base })
  return {
    terminalId: row.id,
    program: file,
    args,
    folder: row.folder,
    env,
    nonce,
    blocks: row.blocks,
    columns: row.columns,
    rows: row.rows,
    recording: row.recording ? recordedAs(desk, row) : null,
    notice: above,
  }
}

const recordedAs = ({ dataDir }: Desk, { id, name, title, caseId }: TerminalRow): Recorded => ({
  path: recordingPath(dataDir, id),
  title: name ?? title,
  caseId,
})

const placeOf = async (desk: Desk, caseId: string | null, folder: string | undefined): Promise<string> => {
  const place = folder ?? (caseId === null ? homeOf(desk.env) : await desk.caseFolder(caseId))
  if (!isFolder(place))
    throw new BenchError('vanished', `There is no folder ${place}. Choose another one for this terminal.`)
  return place
}

const homeOf = (env: NodeJS.ProcessEnv) => env.HOME ?? env.USERPROFILE ?? process.cwd()

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

async function* attach(
  { database, ptys }: Desk,
  { id, columns, rows }: { id: string; columns: number; rows: number },
  signal: AbortSignal,
) {
  const row = await database.read(getTerminal, { id })
  const ended: Ended | null = row.endedAt === null ? null : { exitCode: row.exitCode, signal: row.signal }
  // One that ends at this moment has nothing to resize; what is read next says so.
  if (!ended) await ptys.ask('resize', { terminalId: id, columns, rows }).catch(() => undefined)
  const { reader } = await ptys.ask('attach', { terminalId: id, ended })
  const detach = () => void ptys.ask('detach', { reader }).catch(() => undefined)
  signal.addEventListener('abort', detach, { once: true })
  try {
    for (;;) {
      const item = await ptys.ask('next', { reader })
      if (item === null || signal.aborted) return
      yield item
    }
  } finally {
    signal.removeEventListener('abort', detach)
    detach()
  }
}

const record = async (desk: Desk, { id, on }: { id: string; on: boolean }) => {
  const row = await desk.database.read(getTerminal, { id })
  if (row.endedAt === null)
    await desk.ptys.ask('record', { terminalId: id, recording: on ? recordedAs(desk, row) : null })
  return desk.database.write(setTerminalRecording, { id, on })
}

const blockText = async (
  { database, ptys }: Desk,
  { id, number, mostBytes }: { id: string; number: number; mostBytes: number },
) => {
  const { columns } = await database.read(getTerminal, { id })
  const { outputFrom: from, outputTo: to } = await database.read(getBlock, { id, number })
  const found = await ptys.ask('text', { terminalId: id, from, to, columns, mostBytes })
  if (!found)
    throw new BenchError('gone', 'What this command printed has scrolled away. A recording still has it.')
  return found
}
