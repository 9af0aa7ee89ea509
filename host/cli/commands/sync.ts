import { z } from 'zod'
import type { SyncStatus } from '../../../shared/contract/sync.ts'
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
        rejected > 0 ? `${rejected} changes were refused; the sync page of the bench shows why.` : '',
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

const linesOf = (status: SyncStatus): string[] => [
  words[status.state],
  ...(status.url ? [`Service: ${neutral(status.organisation ?? '')} ${status.url}`] : []),
  ...(status.trouble ? [neutral(status.trouble.message)] : []),
  ...(status.pending > 0 ? [`${status.pending} changes wait to be sent.`] : []),
  ...(status.rejected > 0 ? [`${status.rejected} changes were refused and wait for you.`] : []),
  ...(status.conflicts > 0 ? [`${status.conflicts} conflicts wait: casebench conflicts.`] : []),
  ...(status.syncedAt === null ? [] : [`Last exchange: ${when(status.syncedAt)}.`]),
]

const status = command({
  usage: 'status',
  summary: 'Say whether this bench is up to date, and what waits.',
  examples: ['casebench sync status', 'casebench sync status --json'],
  input: z.object({}),
  run: async (act) => {
    const { sync } = await act.client()
    const now = await sync.status({})
    await act.out.result(now, () => linesOf(now).join('\n'))
    return undefined
  },
})

export const sync: CommandGroup = {
  name: 'sync',
  summary: 'Exchange with the central service; "sync status" says where it stands.',
  commands: [exchange, status],
}
