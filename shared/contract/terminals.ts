import { z } from 'zod'
import { id, instant, sha256 } from '../domain/entities.ts'
import { lanes } from '../domain/vocabulary.ts'
import { call, service, stream } from './define.ts'
import { stepped } from './step.ts'

const path = z.string().min(1).max(4096)
const size = { columns: z.int().min(2).max(1000), rows: z.int().min(1).max(1000) }

/** One command of a terminal, as its shell marked it. */
export const terminalBlock = z.object({
  /** From 1, in order. */
  number: z.int().min(1),
  command: z.string(),
  folder: z.string(),
  startedAt: instant,
  /** Null while it runs, or where the terminal ended before it. */
  endedAt: instant.nullable(),
  exitCode: z.int().nullable(),
})
export type TerminalBlock = z.output<typeof terminalBlock>

export const terminalProfile = z.object({
  /** `bash`, `zsh`, `fish`, `pwsh`, … */
  name: z.string().max(100),
  path: z.string(),
  /** Whether it marks its commands, so that blocks are known. */
  marks: z.boolean(),
  /** The user's login shell. */
  standard: z.boolean(),
})
export type TerminalProfile = z.output<typeof terminalProfile>

export const terminal = z.object({
  id,
  /** The case whose workspace it works in; null for one beside all cases. */
  caseId: id.nullable(),
  /** As a person called it, else as the shell last set it: text of a program, never to be trusted as more than text. */
  title: z.string(),
  /** Whether a person called it so. */
  named: z.boolean(),
  profile: z.string(),
  folder: z.string(),
  ...size,
  startedAt: instant,
  /** Null while it runs. */
  ended: z
    .object({
      at: instant,
      exitCode: z.int().nullable(),
      signal: z.int().nullable(),
      /** Set where it did not end by itself: the host or the machine went away. */
      lost: z.boolean(),
    })
    .nullable(),
  recording: z.boolean(),
  /** Whether a command runs in it, as far as its shell says. */
  busy: z.boolean(),
})
export type Terminal = z.output<typeof terminal>

/** What a program in the terminal asks for and a person has to allow. */
const wish = z.object({ type: z.literal('clipboard'), text: z.string().max(1_000_000) })

/**
 * What `attach` says beside output, which comes as bytes. `state` comes first, and again whenever the screen has
 * fallen behind: the bytes after it, up to `stateBytes` of them, draw the screen and the scrollback from nothing,
 * in the size they were printed in; `size`, among them and later, tells that the terminal has another one from there on:
 * of several windows the one that was opened, resized or asked for its size last has given it.
 */
export const terminalNews = z.discriminatedUnion('type', [
  z.object({ type: z.literal('state'), stateBytes: z.int(), ...size }),
  z.object({ type: z.literal('size'), ...size }),
  z.object({ type: z.literal('ended'), exitCode: z.int().nullable(), signal: z.int().nullable() }),
  z.object({ type: z.literal('wish'), wish }),
])
export type TerminalNews = z.output<typeof terminalNews>

export const terminals = service(
  'terminals',
  [
    'not-found',
    'ended',
    'no-shell',
    'no-service',
    'no-engine',
    'vanished',
    'too-large',
    'gone',
    'invalid',
  ] as const,
  {
    /** The shells that are installed here. */
    profiles: call(z.object({}), z.object({ profiles: z.array(terminalProfile) })),
    /** All terminals of a case (or all there are), newest last; again when one starts, ends or is renamed. */
    watch: stream(z.object({ caseId: id.optional() }), z.object({ terminals: z.array(terminal) })),
    /** Starts a shell; in the case's workspace (made if need be) unless `folder` says otherwise. */
    open: call(
      z.object({
        caseId: id.nullable().default(null),
        profile: z.string().max(100).optional(),
        /** A running service of the case's environment to open a shell in, in place of a shell of this machine. */
        service: z.string().min(1).max(200).optional(),
        folder: path.optional(),
        record: z.boolean().optional(),
        ...size,
      }),
      terminal,
    ),
    /** Starts a shell anew in the place, with the scrollback, of one that ended. */
    reopen: call(z.object({ id, ...size }), terminal),
    /** Everything the terminal shows, then what comes. Paced by the reader; a flood waits for it or skips ahead. */
    attach: stream(z.object({ id, ...size }), z.union([z.instanceof(Uint8Array), terminalNews])),
    /** Keys and pasted text, as UTF-8 or raw bytes in latin1 (`binary`). */
    write: call(
      z.object({ id, data: z.string().max(1_000_000), binary: z.boolean().default(false) }),
      z.object({}),
    ),
    /** Calls it so, whatever its shell sets; empty gives it back the title that its shell set last. */
    rename: call(z.object({ id, name: z.string().max(100) }), z.object({})),
    resize: call(z.object({ id, ...size }), z.object({})),
    /** Ends the shell and everything that runs in it (HUP, then KILL). */
    kill: call(z.object({ id }), z.object({})),
    /** Forgets an ended terminal with its scrollback; its recording stays. Kills one that runs. */
    remove: call(z.object({ id }), z.object({})),
    /** Turns the recording on or off; one file goes on where it stopped. */
    record: call(z.object({ id, on: z.boolean() }), z.object({})),
    blocks: stream(z.object({ id }), z.object({ blocks: z.array(terminalBlock) })),
    /** What a block printed, as plain text (what a person read, without escapes). `gone` when it scrolled away. */
    blockText: call(
      z.object({ id, number: z.int().min(1), mostBytes: z.int().min(1).max(4_000_000).default(1_000_000) }),
      z.object({ text: z.string(), truncated: z.boolean() }),
    ),
    /**
     * The blocks that have a text in what they printed, newest first, each with a line of it; letters in any case.
     * `whole` is false where only the newest of what is kept was looked through.
     */
    findInBlocks: call(
      z.object({ id, query: z.string().min(1).max(200) }),
      z.object({
        found: z.array(z.object({ number: z.int().min(1), line: z.string() })),
        whole: z.boolean(),
      }),
    ),
    /** Puts a command that ran on the command line onto its case, with its recording, which is stored already. */
    addRun: call(
      z.object({
        caseId: id,
        lane: z.enum(lanes).default('internal'),
        command: z.string().max(100_000),
        folder: path,
        startedAt: instant,
        durationMs: z.int().min(0),
        exitCode: z.int().nullable(),
        recording: z.object({ name: z.string().min(1).max(1000), sha256 }),
      }),
      stepped.extend({ eventId: id }),
    ),
    /** The answer of a person to a wish of `attach`. */
    allowClipboard: call(z.object({ id, allow: z.enum(['once', 'always', 'never']) }), z.object({})),
  },
)

/** A recording that this bench holds: of a terminal, or attached to a case. */
export const recording = z.object({
  id,
  terminalId: id.nullable(),
  caseId: id.nullable(),
  /** What a person calls that case; null where it is not on this bench. */
  caseRef: z.string().nullable(),
  title: z.string(),
  startedAt: instant,
  /** Milliseconds. */
  durationMs: z.int(),
  bytes: z.int(),
  events: z.int(),
  /** Whether it still grows. */
  live: z.boolean(),
})
export type Recording = z.output<typeof recording>

/** Recordings on disk. Those attached to cases are ordinary blobs, read through `attachments.read`. */
export const recordings = service('recordings', ['not-found', 'unreadable', 'exists', 'invalid'] as const, {
  list: call(z.object({ caseId: id.optional() }), z.object({ recordings: z.array(recording) })),
  /** The asciicast v3 bytes so far. */
  read: stream(z.object({ id }), z.instanceof(Uint8Array)),
  remove: call(z.object({ id }), z.object({})),
  /** A blob of any asciicast version, or a recording, as cast (v3), text or HTML; written to a path (`mayNamePaths`). */
  export: call(
    z.object({
      source: z.union([
        z.object({ recordingId: id }),
        z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
      ]),
      format: z.enum(['cast', 'txt', 'html']),
      path,
      overwrite: z.boolean().default(false),
    }),
    z.object({ path: z.string(), bytes: z.int() }),
  ),
})
