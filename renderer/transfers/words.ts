import type { FileStanding, TransferHold, Way } from '../../shared/contract/transfers.ts'
import { bytesText } from '../app/save-bytes.ts'
import { plural } from '../case/words.ts'

type Placed = Pick<FileStanding, 'bytes' | 'here' | 'atService' | 'way'>

/** How much of a file is over, 0-1; null where its size is not known. */
export const shareOf = ({ bytes, way }: Pick<FileStanding, 'bytes' | 'way'>): number | null =>
  bytes && way ? Math.min(1, way.done / bytes) : null

const percent = (share: number | null): string => (share === null ? '' : ` ${Math.floor(share * 100)} %`)

/** Holds that wait for a person's yes. */
const askingHolds: readonly (TransferHold | null)[] = ['size', 'network', 'asked']

/** Whether a file waits for a person's yes. */
export const isAsking = ({ hold }: Way): boolean => askingHolds.includes(hold)

const waiting = ({ hold, nextTryAt, done }: Way, share: number | null): string => {
  if (hold === 'paused') return done > 0 && share !== null ? `Paused at${percent(share)}` : 'Paused'
  if (hold === 'offline') return 'Waits for the service'
  if (hold !== null) return 'Waits for your yes'
  return nextTryAt === null ? 'Waits for its turn' : 'Is tried again by itself'
}

/** Where a file is, in a few words. Nothing is said of one that is only here while there is no service. */
export const placeText = (file: Placed, connected: boolean): string => {
  const { here, atService, way } = file
  if (!way) {
    if (!here) return connected ? 'At the service only' : 'Not on this computer'
    if (!connected) return ''
    return atService ? 'Here and at the service' : 'Here'
  }
  const share = shareOf(file)
  if (way.state === 'moving') return `${way.direction === 'up' ? 'Uploading' : 'Fetching'}${percent(share)}`
  if (way.state === 'failed') return way.direction === 'up' ? 'Upload failed' : 'Fetch failed'
  return waiting(way, share)
}

/** Why it stands where it does, as a sentence; null where the few words say all. */
export const placeReason = ({ way }: Pick<FileStanding, 'way'>): string | null => {
  if (way?.reason) return way.reason
  switch (way?.hold) {
    case 'size':
      return 'It is larger than what goes without asking.'
    case 'network':
      return 'The network is metered.'
    case 'asked':
      return 'Files go only when you say so.'
    case 'paused':
      return way.paused ? null : 'All transfers are paused.'
    default:
      return null
  }
}

const minute = 60
const hour = 60 * minute

/** "2 min left"; nothing where nobody can know. */
export const leftText = ({ bytes, way }: Pick<FileStanding, 'bytes' | 'way'>): string => {
  if (!bytes || !way?.speed) return ''
  const seconds = (bytes - way.done) / way.speed
  if (seconds < minute) return 'less than a minute left'
  if (seconds < hour) return `${Math.round(seconds / minute)} min left`
  return seconds < 100 * hour ? `${Math.round(seconds / hour)} h left` : ''
}

/** "12 MB/s, 2 min left". */
export const paceText = (file: Pick<FileStanding, 'bytes' | 'way'>): string =>
  [file.way?.speed ? `${bytesText(file.way.speed)}/s` : '', leftText(file)].filter(Boolean).join(', ')

/** What goes on with files, for the tip of the status bar: "2 files on their way, 1 waits for your yes, 1 failed". */
export const filesText = ({
  open,
  asking,
  failed,
}: {
  open: number
  asking: number
  failed: number
}): string => {
  const parts = [
    ...(open > 0 ? [`${plural(open, 'file')} on ${open === 1 ? 'its' : 'their'} way`] : []),
    ...(asking > 0 ? [`${plural(asking, 'file')} ${asking === 1 ? 'waits' : 'wait'} for your yes`] : []),
    ...(failed > 0 ? [`${plural(failed, 'file')} failed`] : []),
  ]
  return parts.length === 0 ? '' : `${parts.join(', ')}.`
}
