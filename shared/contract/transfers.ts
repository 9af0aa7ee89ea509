import { z } from 'zod'
import { id, instant, sha256 } from '../domain/entities.ts'
import { call, service, stream } from './define.ts'

/**
 * Why a transfer does not go although its turn has come. `size`, `network` and `asked` wait for a person's yes: the file
 * is large, the network is paid by volume, or everything is asked for.
 */
export const transferHolds = ['paused', 'offline', 'size', 'network', 'asked'] as const
export type TransferHold = (typeof transferHolds)[number]

/** A file on its way, or about to be. */
const way = z.object({
  direction: z.enum(['up', 'down']),
  state: z.enum(['waiting', 'moving', 'failed']),
  hold: z.enum(transferHolds).nullable(),
  /** Bytes that are over. */
  done: z.int(),
  /** Bytes a second in the last seconds; null where that is not known. */
  speed: z.number().nullable(),
  /** Why it failed, or is tried again later: a sentence. */
  reason: z.string().nullable(),
  nextTryAt: instant.nullable(),
  /** A person rests this file, and not only all of them. */
  paused: z.boolean(),
})
export type Way = z.output<typeof way>

/** Where the bytes of a file are. */
export const fileStanding = z.object({
  sha256,
  /** Null where only the service knows. */
  bytes: z.int().nullable(),
  /** Whether they are on this bench. */
  here: z.boolean(),
  /** Whether the service is known to have them. */
  atService: z.boolean(),
  /** Kept here by a person's wish. */
  pinned: z.boolean(),
  /** Null where nothing has to be moved. */
  way: way.nullable(),
})
export type FileStanding = z.output<typeof fileStanding>

export const listedTransfer = fileStanding.extend({
  way,
  /** A name under which a case has it, and the reference of that case. */
  name: z.string().nullable(),
  ref: z.string().nullable(),
})
export type ListedTransfer = z.output<typeof listedTransfer>

/** Over which networks files go by themselves: over any, over those not paid by volume, or only when a person says so. */
export const networkChoices = ['any', 'unmetered', 'asked'] as const
export type NetworkChoice = (typeof networkChoices)[number]

/** Bytes a second below which a part would not arrive in the time that a service gives a request. */
export const leastLimit = 64_000

const bytesAtMost = 1_000_000_000_000

const limit = z.int().min(leastLimit).max(bytesAtMost).nullable()

export const transferSettings = z.object({
  /** Bytes a second; null for as fast as it goes. */
  uploadLimit: limit,
  downloadLimit: limit,
  /** Bytes up to which files of one's own open cases come by themselves. */
  fetchUpTo: z.int().min(0).max(bytesAtMost),
  /** Bytes above which a person is asked first. */
  askAbove: z.int().min(0).max(bytesAtMost),
  networks: z.enum(networkChoices),
  /** Nothing goes until it is taken back. */
  paused: z.boolean(),
})
export type TransferSettings = z.output<typeof transferSettings>

/** The kind of network as the system tells it; `unknown` counts as one that is not paid by volume. */
export const networkKinds = ['metered', 'unmetered', 'unknown'] as const
export type NetworkKind = (typeof networkKinds)[number]

const rules = z.object({ settings: transferSettings, network: z.enum(networkKinds) })
export type TransferRules = z.output<typeof rules>

const count = z.object({ files: z.int(), bytes: z.int() })

const one = z.object({ sha256 })

/** The bytes of attachments between this bench and its team's service. */
export const transfers = service('transfers', ['not-verified', 'invalid'] as const, {
  /** Where the files of a case are, and of the cases merged into it. */
  watchFiles: stream(
    z.object({ caseId: id }),
    z.object({ connected: z.boolean(), files: z.array(fileStanding) }),
  ),
  /** What is not over: failed first, then what moves, then what waits; at most `limit`. */
  watch: stream(
    z.object({ limit: z.int().min(1).max(1000).default(200) }),
    z.object({
      /** What moves or waits. */
      up: count,
      down: count,
      failed: z.int(),
      items: z.array(listedTransfer),
    }),
  ),
  /** Asks for files that are not here. `pin` keeps them; `confirmed` says that a person agreed to size and network. */
  want: call(
    z.object({
      sha256s: z.array(sha256).min(1).max(1000),
      pin: z.boolean().default(false),
      confirmed: z.boolean().default(false),
    }),
    z.object({}),
  ),
  unpin: call(one, z.object({})),
  /** Gives up a fetch; what came of it is removed. */
  giveUp: call(one, z.object({})),
  /** Removes the copy here, where the service confirms that it has the file. Throws `not-verified`. */
  drop: call(one, z.object({})),
  /** Rests one file, or lets it go on. */
  pause: call(one.extend({ paused: z.boolean() }), z.object({})),
  /** Tries again what failed; with `confirmed` also what waits for a yes. */
  retry: call(one.extend({ confirmed: z.boolean().default(false) }), z.object({})),
  watchRules: stream(z.object({}), rules),
  /** Changes what is given, from now on and for what moves now. */
  setRules: call(transferSettings.partial(), z.object({})),
})
