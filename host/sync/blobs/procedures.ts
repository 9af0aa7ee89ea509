import type { Reads, Writes } from '../../database/procedure.ts'
import {
  beginTransfer,
  countTransfers,
  dueTransfers,
  endTransfer,
  getTransfer,
  keepDownload,
  listTransfers,
  nameOfBlob,
  noteProgress,
  resumeTransfers,
  verifyUpload,
} from './rows.ts'
import {
  doubtTransfers,
  dropBlob,
  forgetBlobs,
  hurryTransfers,
  pauseTransfer,
  retryTransfer,
  unpinBlob,
  wantBlob,
} from './wishes.ts'

/** What the transfers of files ask of the database's threads. */
export const transferReads: Reads = { getTransfer, dueTransfers, countTransfers, listTransfers, nameOfBlob }

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
}
