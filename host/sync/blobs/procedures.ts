import type { Reads, Writes } from '../../database/procedure.ts'
import {
  beginTransfer,
  countTransfers,
  dueTransfers,
  endTransfer,
  getTransfer,
  keepDownload,
  nameOfBlob,
  noteProgress,
  resumeTransfers,
  verifyUpload,
} from './rows.ts'
import { filesOfCase, listTransfers } from './standings.ts'
import {
  doubtTransfers,
  dropBlob,
  forgetBlobs,
  giveUpBlob,
  hurryTransfers,
  pauseTransfer,
  retryTransfer,
  unpinBlob,
  wantBlob,
} from './wishes.ts'

/** What the transfers of files ask of the database's threads. */
export const transferReads: Reads = {
  getTransfer,
  dueTransfers,
  countTransfers,
  listTransfers,
  filesOfCase,
  nameOfBlob,
}

export const transferWrites: Writes = {
  resumeTransfers,
  beginTransfer,
  noteProgress,
  endTransfer,
  verifyUpload,
  keepDownload,
  wantBlob,
  unpinBlob,
  retryTransfer,
  hurryTransfers,
  pauseTransfer,
  doubtTransfers,
  dropBlob,
  forgetBlobs,
  giveUpBlob,
}
