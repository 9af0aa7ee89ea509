import type { SyncState, SyncStatus, SyncTrouble } from '../../shared/contract/sync.ts'
import { plural } from '../case/words.ts'

/** Things that wait for a person on this bench. */
const needing = ({ rejected, conflicts }: SyncStatus): number => rejected + conflicts

const number = (value: number): string => value.toLocaleString('en')

/** How much of the first sync has come, 0-1; null where the whole is not known. */
export const shareOf = ({ fetching }: SyncStatus): number | null =>
  fetching?.of ? Math.min(1, fetching.rows / fetching.of) : null

const syncing = (status: SyncStatus): string => {
  if (status.pending > 0) return `Syncing ${number(status.pending)}`
  const share = shareOf(status)
  return share === null ? 'Syncing' : `Syncing, ${Math.floor(share * 100)} %`
}

const waiting = ({ pending }: SyncStatus): string => (pending > 0 ? `, ${number(pending)} waiting` : '')

const needs = (status: SyncStatus): string =>
  needing(status) > 0
    ? ` · ${number(needing(status))} ${needing(status) === 1 ? 'needs' : 'need'} attention`
    : ''

const texts: Record<SyncState, (status: SyncStatus) => string> = {
  off: () => 'On this bench only',
  paused: (status) => `Sync paused${waiting(status)}${needs(status)}`,
  offline: (status) => `Offline${waiting(status)}${needs(status)}`,
  syncing,
  attention: (status) => `Needs attention${needing(status) > 0 ? ` ${number(needing(status))}` : ''}`,
  'up-to-date': ({ files }) =>
    files.open > 0
      ? `Up to date, ${number(files.open)} ${files.open === 1 ? 'file' : 'files'} to go`
      : 'Up to date',
}

/** What the status bar says, in a few words. */
export const shortText = (status: SyncStatus): string => texts[status.state](status)

/** What the page says in large letters. */
export const headlines: Record<SyncState, string> = {
  off: 'On this bench only',
  paused: 'Paused',
  offline: 'Offline',
  syncing: 'Syncing',
  attention: 'Needs attention',
  'up-to-date': 'Up to date',
}

/** What is told to somebody who does not see the bar: no figures, and nothing of syncs that come and go. */
export const announcement = (status: SyncStatus, before: string): string => {
  if (status.state === 'syncing') return before
  return status.state === 'off' ? '' : `Sync: ${headlines[status.state].toLowerCase()}`
}

/** What waits for a person, in words. */
const waitsForPerson = ({ rejected, conflicts }: SyncStatus): string[] => [
  ...(rejected > 0 ? [`${plural(rejected, 'change')} refused`] : []),
  ...(conflicts > 0 ? [plural(conflicts, 'conflict')] : []),
]

/** One or two sentences on how it stands; the trouble, where there is one, says more. */
export const standing = (status: SyncStatus): string => {
  const { state, pending, trouble } = status
  const wait =
    pending > 0 ? `${plural(pending, 'change')} of this bench ${pending === 1 ? 'waits' : 'wait'}.` : ''
  if (state === 'off') return 'Nothing leaves this machine. Connect it to share cases with your team.'
  const parts = waitsForPerson(status)
  const yours =
    parts.length > 0 ? `${parts.join(' and ')} ${needing(status) === 1 ? 'waits' : 'wait'} for you.` : ''
  const said = (...sentences: string[]) => sentences.filter(Boolean).join(' ')
  if (state === 'paused') return said('Nothing is sent or fetched until you resume.', wait, yours)
  if (state === 'offline')
    return said(
      'Work goes on: all of it is on this machine, and is sent when the service answers.',
      wait,
      yours,
    )
  if (state === 'attention') return yours || (trouble ? '' : 'Something waits for you.')
  if (state === 'syncing')
    return pending > 0 ? `${plural(pending, 'change')} to be sent.` : 'Fetching what is new.'
  const { open, asking, failed } = status.files
  const what = open + asking + failed > 0 ? 'every change' : 'everything'
  return `Your team has ${what} of this bench, and this bench has ${what} of your team.`
}

/** What a person can do about each trouble: acts of the window; none where only waiting helps. */
export const troubleActs: Record<SyncTrouble, readonly { label: string; command: string }[]> = {
  offline: [{ label: 'Try now', command: 'sync.now' }],
  'captive-portal': [{ label: 'Try again', command: 'sync.now' }],
  'proxy-login': [{ label: 'Try again', command: 'sync.now' }],
  certificate: [{ label: 'Try again', command: 'sync.now' }],
  'wrong-clock': [{ label: 'Try again', command: 'sync.now' }],
  'signed-out': [{ label: 'Sign in again', command: 'sync.signIn' }],
  'device-revoked': [{ label: 'Sign in again', command: 'sync.signIn' }],
  'not-allowed': [{ label: 'Try again', command: 'sync.now' }],
  'server-older': [{ label: 'Try again', command: 'sync.now' }],
  'server-newer': [{ label: 'Try again', command: 'sync.now' }],
  'server-trouble': [{ label: 'Try now', command: 'sync.now' }],
  'server-full': [{ label: 'Try again', command: 'sync.now' }],
  'disk-full': [{ label: 'Show the health of the bench', command: 'sync.health' }],
  restored: [],
  'large-removal': [
    { label: 'Remove them', command: 'sync.remove' },
    { label: 'Ask my administrator first', command: 'sync.askFirst' },
  ],
}
