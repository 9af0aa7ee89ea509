import { Refusal } from '../http/refusal.ts'

/** What arrived is not what was announced: cut off, changed on its way, or never meant to be right. */
export const partDiffers = (): Refusal =>
  new Refusal(422, 'part-differs', 'This part did not arrive as it was sent. It was not kept; send it again.')

export const hashDiffers = (): Refusal =>
  new Refusal(
    422,
    'hash-differs',
    'What was sent is not the file of this hash. Nothing of it was kept. Check the file on the bench, and send it again.',
  )

export const uploadEnded = (): Refusal =>
  new Refusal(409, 'changed', 'This upload has ended meanwhile. Ask for its state, and send what is missing.')

export const quotaUsed = (): Refusal =>
  new Refusal(
    409,
    'quota',
    'This bench has sent as much as it may before its changes arrive. The file stays here and is sent later by itself.',
  )

export const diskFull = (): Refusal =>
  new Refusal(
    507,
    'disk-full',
    'The disk of the central service is full. The file stays on the bench and is sent again later; an administrator has to make room.',
  )

/** One answer for what does not exist and for what the caller may not know to exist. */
export const noSuchBlob = (): Refusal =>
  new Refusal(404, 'not-found', 'There is no such file here. It may be on its way; try again later.')

export const storeFails = (reason: string): Refusal =>
  new Refusal(
    503,
    'unavailable',
    `The store of the central service does not take or give files (${reason}). What was sent before is safe; it is tried again by itself.`,
  )
