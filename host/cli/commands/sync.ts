import { z } from 'zod'
import type { Services } from '../../../shared/contract/index.ts'
import type { SyncItem, SyncStatus } from '../../../shared/contract/sync.ts'
import type { Client } from '../../../shared/wire/client.ts'
import { type CommandGroup, command, wholeNumber } from '../command.ts'
import { neutral } from '../text/neutral.ts'

const secondsAtMost = 86_400

const exchange = command({
  usage: 'exchange',
  summary: 'Send what waits here, fetch what is new, and say what came of it.',
  examples: ['casebench sync --once', 'casebench sync --once --timeout 60 --json'],
  configure: (cli) =>
    void cli
      .option('--once', 'exchange once and end; this is what happens without it too')
      .option('--timeout <seconds>', 'give up after this time', '600'),
  input: z.object({
    once: z.boolean().optional(),
    timeout: wholeNumber.refine(
      (seconds) => seconds > 0 && seconds <= secondsAtMost,
      'must be between 1 and 86400',
    ),
  }),
  run: async (act, { timeout }) => {
    const { sync } = await act.client()
    const outcome = await sync.once({ timeoutMs: timeout * 1000 }, { signal: act.signal })
    const { pushed, pulled, rejected, conflicts, blobs, upToDate } = outcome
    await act.out.result({ pushed, pulled, rejected, conflicts, blobs, upToDate }, () =>
      [
        `${pushed} changes sent, ${pulled} rows fetched, ${blobs.up} files sent, ${blobs.down} fetched.`,
        rejected > 0 ? `${rejected} changes were refused; casebench sync status says why.` : '',
        conflicts > 0 ? `${conflicts} conflicts wait: casebench conflicts.` : '',
        upToDate ? 'Up to date.' : 'Not everything is sent yet.',
      ]
        .filter(Boolean)
        .join('\n'),
    )
    return undefined
  },
})

const words: Record<SyncStatus['state'], string> = {
  off: 'Not connected to a central service.',
  paused: 'Paused.',
  offline: 'Offline; work goes on here.',
  syncing: 'Syncing.',
  attention: 'Something needs attention.',
  'up-to-date': 'Up to date.',
}

const when = (at: number) => new Date(at).toLocaleString()

/** More refused changes than these are only counted. */
const refusedAtMost = 200

type Refused = Pick<SyncItem, 'id' | 'label' | 'ref' | 'reason' | 'at'>

/** Changes that the service did not take, and why. */
const refusedOf = async (
  { sync }: Pick<Client<Services>, 'sync'>,
  signal: AbortSignal,
): Promise<Refused[]> => {
  for await (const { items } of sync.watchItems({ limit: refusedAtMost }, { signal }))
    return items
      .filter(({ state }) => state === 'rejected')
      .map(({ id, label, ref, reason, at }) => ({ id, label, ref, reason, at }))
  return []
}

const linesOf = (status: SyncStatus, refused: readonly Refused[]): string[] => [
  words[status.state],
  ...(status.url ? [`Service: ${neutral(status.organisation ?? '')} ${status.url}`] : []),
  ...(status.trouble ? [neutral(status.trouble.message)] : []),
  ...(status.pending > 0 ? [`${status.pending} changes wait to be sent.`] : []),
  ...(status.rejected > 0 ? [`${status.rejected} changes were refused and wait for you.`] : []),
  ...refused.map(({ label, reason }) => `  ${neutral(label)}: ${neutral(reason ?? 'refused')}`),
  ...(status.conflicts > 0 ? [`${status.conflicts} conflicts wait: casebench conflicts.`] : []),
  ...(status.files.open > 0 ? [`${status.files.open} files are on their way.`] : []),
  ...(status.files.asking > 0
    ? [`${status.files.asking} files wait for your yes; the sync page of the bench lists them.`]
    : []),
  ...(status.files.failed > 0
    ? [`${status.files.failed} files failed; the sync page of the bench shows why.`]
    : []),
  ...(status.syncedAt === null ? [] : [`Last exchange: ${when(status.syncedAt)}.`]),
]

const status = command({
  usage: 'status',
  summary: 'Say whether this bench is up to date, and what waits.',
  examples: ['casebench sync status', 'casebench sync status --json'],
  input: z.object({}),
  run: async (act) => {
    const client = await act.client()
    const now = await client.sync.status({})
    const refused = await refusedOf(client, act.signal)
    await act.out.result({ ...now, refused }, () => linesOf(now, refused).join('\n'))
    return undefined
  },
})

export const sync: CommandGroup = {
  name: 'sync',
  summary: 'Exchange with the central service; "sync status" says where it stands.',
  commands: [exchange, status],
}
