import { BenchError } from '../../../shared/contract/error.ts'
import {
  type Block,
  type BlocksState,
  ended as blocksAtEnd,
  isBusy,
  noBlocks,
  withMark,
} from '../marks/blocks.ts'
import type { Mark } from '../marks/mark.ts'
import { markerOf } from '../marks/marker.ts'
import { createMarks } from '../marks/marks.ts'
import { coalesce } from '../output/coalesce.ts'
import { openRecording, type RecordingWriter } from '../recording/writer.ts'
import { type Brake, createBrake } from './brake.ts'
import { endProcesses, hangUp, kinOf } from './kin.ts'
import type { Ended, Recorded, Size, Start, Tidings } from './messages.ts'
import type { TerminalOutput } from './output.ts'
import { type Pty, spawnPty } from './pty.ts'

/** Milliseconds between two titles that the host is told of. */
const titleEveryMs = 500
/** Milliseconds after which a disk that was full is tried again; the program waits so long. */
const fullDiskMs = 500

/** A terminal whose shell runs. */
export interface LiveTerminal {
  readonly pid: number
  silent: boolean
  write(data: Buffer): void
  /** Waits a moment with what it prints: a person types elsewhere, and wants to see that first. */
  giveWay(): void
  resize(size: Size): void
  record(recording: Recorded | null): void
  /** Ends the shell and all that runs in it. */
  kill(): Promise<void>
  /** Resolves when the host has kept that it ended. */
  readonly over: Promise<void>
}

export interface LiveOptions {
  start: Start
  output: TerminalOutput
  tell(tidings: Omit<Tidings, 'terminalId'>, onHeard?: () => void): void
  onEnd(): void
  now(): number
}

/** Starts the shell. Throws a sentence where it cannot be started. */
export const startLive = ({ start, output, tell, onEnd, now }: LiveOptions): LiveTerminal => {
  const base = output.log.ring.to
  const marks = createMarks({ nonce: start.nonce })
  let blocks: BlocksState = noBlocks(start.folder, start.blocks + 1)
  let recording: RecordingWriter | undefined
  const noted: Happened[] = []
  /** Bytes of output that this shell was seen to print. */
  let seen = 0
  let titleTimer: NodeJS.Timeout | undefined
  let title: string | undefined
  const size: Size = { columns: start.columns, rows: start.rows }
  const live = { silent: false }
  const known = Promise.withResolvers<void>()
  let over = false

  const tellTitle = (text: string) => {
    title = text.slice(0, 1000)
    titleTimer ??= setTimeout(() => {
      titleTimer = undefined
      if (title !== undefined) tell({ title })
    }, titleEveryMs)
  }
  const tellOf = ({ mark, changed }: Happened) => {
    if (mark.type === 'title') tellTitle(mark.text)
    if (mark.type === 'clipboard' && !live.silent) output.wish(mark.text.slice(0, 1_000_000))
    const folder = mark.type === 'folder' && mark.trusted ? { folder: mark.path.slice(0, 4096) } : {}
    if (changed.length > 0) tell({ ...folder, blocks: changed.map(draft), busy: isBusy(blocks) })
    else if ('folder' in folder) tell(folder)
  }
  const stepBy = (mark: Mark): Happened => {
    output.log.note(mark)
    const step = withMark(blocks, mark, now())
    blocks = step.state
    return { mark, changed: step.changed }
  }
  // A pty holds little, and its program waits for whoever is slow to read: most of the work is done piece by piece, in
  // the time that the next one needs to come, and the disk is written when there is enough for it.
  const take = (bytes: Buffer) => {
    const taken = marks.take(bytes)
    const visible = asBuffer(taken.output)
    const happened = taken.marks.map((mark) => stepBy({ ...mark, at: mark.at + base, end: mark.end + base }))
    noted.push(...happened)
    if (recording) record(recording, { visible, from: base + seen, happened })
    seen += visible.length
    gathered.push(visible)
  }
  const keep = (bytes: Buffer) => {
    for (const one of noted.splice(0)) tellOf(one)
    // What was recorded and kept is so before any window sees it.
    recording?.write()
    output.append(bytes)
  }
  const open = (recorded: Recorded | null): RecordingWriter | undefined =>
    recorded === null
      ? undefined
      : openRecording({
          path: recorded.path,
          ...size,
          now,
          title: recorded.title,
          casebench: { terminalId: start.terminalId, caseId: recorded.caseId },
        })

  recording = open(start.recording)
  const pty = spawnShell(start)
  output.ended = null
  output.resize(size)
  const brake = createBrake(pty)
  const patient = tryAgainWhenFull(brake, keep)
  const gathered = coalesce(patient.take, () => performance.now())
  take(Buffer.from(start.notice))
  pty.onData(take)
  pty.onExit(({ exitCode, signal }) => {
    gathered.flush()
    gathered.dispose()
    patient.flush()
    brake.dispose()
    clearTimeout(titleTimer)
    const ended: Ended = signal ? { exitCode: null, signal } : { exitCode, signal: null }
    const last = blocksAtEnd(blocks, output.log.ring.to, now())
    if (recording) endRecording(recording, signal ? 128 + signal : exitCode)
    recording = undefined
    hangUp(pty.pid)
    over = true
    const facts = { blocks: last.changed.map(draft), busy: false, ended }
    // A window hears of the end when the database knows of it, so that both say the same.
    tell(title === undefined ? facts : { ...facts, title }, () => {
      onEnd()
      output.ended = ended
      output.wake()
      known.resolve()
    })
  })
  return Object.assign(live, {
    pid: pty.pid,
    over: known.promise,
    write(data: Buffer) {
      if (over) throw new BenchError('ended', 'This terminal has ended. Open it again to go on.')
      pty.write(data)
    },
    giveWay() {
      if (!over) brake.giveWay()
    },
    resize(next: Size) {
      const same = next.columns === size.columns && next.rows === size.rows
      if (over || same) return
      Object.assign(size, next)
      gathered.flush()
      output.resize(size)
      pty.resize(size.columns, size.rows)
      recording?.resize(size.columns, size.rows)
      tell({ size: { ...size } })
    },
    record(recorded: Recorded | null) {
      gathered.flush()
      recording?.close()
      recording = over ? undefined : open(recorded)
    },
    async kill() {
      if (process.platform === 'win32') return pty.kill()
      await endProcesses(kinOf(pty.pid))
    },
  })
}

/** A mark, and the blocks that began or ended by it. */
interface Happened {
  mark: Mark
  changed: readonly Block[]
}

/** Each command's marker stands right before what it prints. */
const record = (
  recording: RecordingWriter,
  { visible, from, happened }: { visible: Buffer; from: number; happened: readonly Happened[] },
) => {
  let done = 0
  for (const block of happened.flatMap(({ changed }) => changed)) {
    if (block.endedAt !== null) continue
    const place = Math.max(done, block.outputFrom - from)
    recording.gather(visible.subarray(done, place))
    recording.gatherMarker(markerOf(block))
    done = place
  }
  recording.gather(visible.subarray(done))
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const endRecording = (recording: RecordingWriter, exitCode: number) => {
  try {
    recording.exit(exitCode)
  } catch {
    // The disk is full: closing says so again, or there is room by now.
  }
  try {
    recording.close()
  } catch {
    // The disk is full: the recording ends without its end.
  }
}

const draft = ({
  depth: _depth,
  trusted: _trusted,
  ...block
}: BlocksState['shells'][number]['open'] & object) => ({
  ...block,
  command: block.command.slice(0, 100_000),
  folder: block.folder.slice(0, 4096),
})

const spawnShell = (start: Start): Pty => {
  try {
    return spawnPty(start)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new BenchError(
      'no-shell',
      `${start.program} could not be started in ${start.folder}: ${reason}. Choose another shell.`,
    )
  }
}

/** While the disk takes nothing the program waits, so that nothing it prints is lost. */
const tryAgainWhenFull = (brake: Brake, keep: (bytes: Buffer) => void) => {
  const waiting: Buffer[] = []
  let timer: NodeJS.Timeout | undefined
  const attempt = () => {
    timer = undefined
    try {
      for (let first = waiting[0]; first; first = waiting[0]) {
        keep(first)
        waiting.shift()
      }
      brake.release()
    } catch {
      // The disk is still full; the next look may find room.
      timer = setTimeout(attempt, fullDiskMs)
    }
  }
  return {
    take(bytes: Buffer) {
      if (waiting.length > 0) return void waiting.push(Buffer.from(bytes))
      try {
        keep(bytes)
      } catch {
        // The disk is full: these bytes are kept and nothing more is read until they are written.
        waiting.push(Buffer.from(bytes))
        brake.hold()
        timer ??= setTimeout(attempt, fullDiskMs)
      }
    },
    flush() {
      clearTimeout(timer)
      try {
        for (const bytes of waiting.splice(0)) keep(bytes)
      } catch {
        // The shell has ended and the disk is full: the last of its output is lost.
      }
    },
  }
}
