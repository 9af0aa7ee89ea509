import { z } from 'zod'
import { conflictEntity } from '../domain/conflict.ts'
import { attachment, id, instant } from '../domain/entities.ts'
import { call, service, stream } from './define.ts'

/** Why sync does not go on by itself, or goes slowly; each has a sentence and a next act. */
export const syncTroubles = [
  'offline',
  'captive-portal',
  'proxy-login',
  'certificate',
  'wrong-clock',
  'signed-out',
  'device-revoked',
  'not-allowed',
  'server-older',
  'server-newer',
  'server-trouble',
  'server-full',
  'disk-full',
  'restored',
  'large-removal',
] as const
export type SyncTrouble = (typeof syncTroubles)[number]

/**
 * What the status bar says. `off`: this bench is not connected to a central service. `paused`: a person paused it.
 * `offline`: the service is not reached, whatever waits for a person. `attention`: something waits for one (`trouble`,
 * rejected changes or conflicts), whether or not sync goes on.
 */
export const syncStates = ['off', 'paused', 'offline', 'syncing', 'attention', 'up-to-date'] as const
export type SyncState = (typeof syncStates)[number]

export const syncStatus = z.object({
  state: z.enum(syncStates),
  /** The address of the central service, and what it calls itself. */
  url: z.string().nullable(),
  organisation: z.string().nullable(),
  trouble: z.object({ code: z.enum(syncTroubles), message: z.string() }).nullable(),
  /** Changes made here that the service does not have yet. */
  pending: z.int(),
  /** Changes that the service refused and that wait for a person. */
  rejected: z.int(),
  /** Open conflicts on this bench. */
  conflicts: z.int(),
  /** Rows that this run has fetched, and how many there are where that is known; null while nothing is fetched. */
  fetching: z.object({ rows: z.int(), of: z.int().nullable() }).nullable(),
  /** Whether this bench has everything once that it may read. */
  complete: z.boolean(),
  /** Files: on their way or waiting for their turn, waiting for a person's yes, and failed. */
  files: z.object({ open: z.int(), asking: z.int(), failed: z.int() }),
  syncedAt: instant.nullable(),
  nextTryAt: instant.nullable(),
})
export type SyncStatus = z.output<typeof syncStatus>

/** One change that is not at the service: waiting for its turn, or refused. */
export const syncItem = z.object({
  id,
  /** Its number on this device. */
  dseq: z.int(),
  state: z.enum(['pending', 'sent', 'rejected']),
  /** In a person's words: "Note on CB-1042". */
  label: z.string(),
  /** Where it can be opened: the reference of its case. */
  ref: z.string().nullable(),
  at: instant,
  /** Why it was refused or waits. */
  reason: z.string().nullable(),
})
export type SyncItem = z.output<typeof syncItem>

export const syncConflict = conflictEntity.extend({
  /** The reference of its case, or the name of the customer or person. */
  ref: z.string(),
  mineByName: z.string().nullable(),
  theirsByName: z.string().nullable(),
})
export type SyncConflict = z.output<typeof syncConflict>

/** A reply to the customer that the service did not take, above all because the conversation had gone on without its writer. */
export const heldReply = z.object({
  /** The id of the change, for `retry` and `discard`. */
  id,
  eventId: id,
  at: instant,
  body: z.string(),
  attachments: z.array(attachment),
  reason: z.string().nullable(),
  /** Messages that its writer had not seen, oldest first; at most 20, long ones cut. */
  newer: z.array(z.object({ id, author: z.string().nullable(), at: instant, body: z.string() })),
})
export type HeldReply = z.output<typeof heldReply>

/** With what a conflict is resolved. */
const resolution = z.discriminatedUnion('side', [
  z.object({ side: z.literal('mine') }),
  z.object({ side: z.literal('theirs') }),
  z.object({ side: z.literal('text'), text: z.string().max(1_000_000) }),
])
export type Resolution = z.output<typeof resolution>

export const syncOutcome = z.object({
  pushed: z.int(),
  pulled: z.int(),
  rejected: z.int(),
  conflicts: z.int(),
  blobs: z.object({ up: z.int(), down: z.int() }),
  upToDate: z.boolean(),
})
export type SyncOutcome = z.output<typeof syncOutcome>

const address = z.url({ protocol: /^https?$/ }).max(2000)
/** A token, or a whole link that holds one. */
const secret = z.string().min(1).max(2000)

export const sync = service(
  'sync',
  [
    'not-connected',
    'connected-already',
    'unreachable',
    'refused',
    'not-finished',
    'not-found',
    'resolved-already',
    'invalid',
  ] as const,
  {
    watchStatus: stream(z.object({}), syncStatus),
    status: call(z.object({}), syncStatus),
    /** How one may sign in at the service of an address; `identityProvider` is what people call it there, null where there is none. */
    ways: call(
      z.object({ url: address }),
      z.object({ url: z.string(), identityProvider: z.string().nullable() }),
    ),
    /** Connects this bench for good: with a personal token, or a one-time link, which is used up. Nothing of the bench is lost. */
    connect: call(
      z.object({ url: address, token: secret }),
      z.object({ organisation: z.string(), person: z.string() }),
    ),
    /**
     * Connects this bench, or signs it in again where it is connected there, by the browser of this machine: tells the
     * address to open there, waits for a person to sign in, then tells who it became. Fails with `not-finished` when nobody
     * does. A second one ends the first.
     */
    connectByBrowser: stream(
      z.object({ url: address }),
      z.discriminatedUnion('step', [
        z.object({ step: z.literal('open'), url: z.string(), until: instant }),
        z.object({ step: z.literal('connected'), organisation: z.string(), person: z.string() }),
      ]),
    ),
    /** Signs in again with a new token or link after the old one ran out or was revoked; the outbox stays as it is. */
    signIn: call(z.object({ token: secret }), z.object({})),
    /**
     * Ends the connection. What was synced stays here; what was not sent waits for the next connection. `revoked`: the
     * service knows that this bench is gone; where it could not be told, an administrator revokes it there.
     */
    disconnect: call(z.object({}), z.object({ revoked: z.boolean() })),
    /** Removes now what waits as `large-removal`; it would go by itself a day after it was asked. */
    remove: call(z.object({}), z.object({})),
    pause: call(z.object({ paused: z.boolean() }), z.object({})),
    /** Tries now instead of at the next turn; answers at once. */
    wake: call(z.object({}), z.object({})),
    /** Syncs until nothing is left to do or the time is over. */
    once: call(z.object({ timeoutMs: z.int().min(1).max(86_400_000).default(600_000) }), syncOutcome),
    /** Changes not at the service: refused ones first, then by their number; at most `limit`. */
    watchItems: stream(
      z.object({ limit: z.int().min(1).max(1000).default(200) }),
      z.object({ items: z.array(syncItem), pending: z.int(), rejected: z.int() }),
    ),
    /** Replies on one case that were not taken, oldest first. */
    watchHeld: stream(z.object({ caseId: id }), z.object({ replies: z.array(heldReply) })),
    /** Sends a refused change once more, as a new one; a reply counts as written now, with all read that is here. */
    retry: call(z.object({ id }), z.object({})),
    /** Gives a refused change up, and answers what it was so that it can be kept as a file. */
    discard: call(z.object({ id }), z.object({ operation: z.unknown() })),
    /** Open conflicts, newest first: of the whole bench or of one case. */
    watchConflicts: stream(
      z.object({ caseId: id.optional() }),
      z.object({ conflicts: z.array(syncConflict) }),
    ),
    conflicts: call(z.object({}), z.object({ conflicts: z.array(syncConflict) })),
    /** Resolves a conflict, with one side or with a text made of both. */
    resolve: call(
      z.object({
        id,
        take: resolution,
      }),
      z.object({}),
    ),
  },
)
