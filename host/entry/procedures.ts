import {
  attachFinished,
  beginUpload,
  blobBytes,
  discardUpload,
  findAttachment,
  finishUpload,
  openUploads,
} from '../attachments/changes.ts'
import { backupContents } from '../bench/backup.ts'
import { countAll } from '../bench/count.ts'
import { health, namedBlobs } from '../bench/doctor.ts'
import { wholeCase } from '../bench/whole-case.ts'
import {
  attachBisection,
  beginBisection,
  finishStep,
  getBisection,
  keepVolumes,
  listBisections,
  pauseRunning,
  setBisection,
} from '../bisect/rows.ts'
import {
  createCase,
  linkCases,
  mergeCases,
  setComponents,
  setFields,
  tagCases,
  trashCases,
  unlinkCases,
} from '../cases/changes.ts'
import { complete } from '../cases/complete.ts'
import { caseDetail, findId, mergePreview } from '../cases/detail.ts'
import { groupCases } from '../cases/groups.ts'
import { countCases, countMany, listCases } from '../cases/list.ts'
import { ensureMe } from '../cases/me.ts'
import type { Reads, Writes } from '../database/procedure.ts'
import { casesOfComponent, changeComponentPart } from '../desk/change-component.ts'
import { componentVersions, listComponents } from '../desk/components.ts'
import { getCustomer, listCustomers, setCustomer } from '../desk/customers.ts'
import { getLocal, listLocal, putLocal } from '../desk/local.ts'
import { getPerson, listPeople, me, setPerson } from '../desk/people.ts'
import { ensureViews, listViews, putView, removeView } from '../desk/views.ts'
import {
  allowDangers,
  allowedDangers,
  beginAct,
  endAct,
  environmentRow,
  environmentRows,
  forgetEnvironment,
  keepPorts,
} from '../environments/rows.ts'
import { attachEvidence } from '../evidence/rows.ts'
import { importBatch, importRecords } from '../imports/apply.ts'
import { acceptLicence, listLicences, withdrawLicence } from '../licences/rows.ts'
import { historyLabels, redo, stepToReplay, undo } from '../operations/history.ts'
import { countKnown } from '../operations/in-parts.ts'
import { createPatch, getPatch, listPatches, setPatch, stepPatch } from '../patches/rows.ts'
import { namesOfOthers } from '../presence/names.ts'
import { recordingTerminals, refsOfCases } from '../recordings/rows.ts'
import {
  attachRun,
  beginRun,
  checkOf,
  finishRun,
  getRun,
  keepCheck,
  keepRepeat,
  listRuns,
  openRuns,
} from '../runs/rows.ts'
import {
  beginRemoval,
  beginSnapshot,
  findSnapshot,
  finishRestore,
  finishSnapshot,
  forgetSnapshot,
  halfSnapshots,
  listSnapshots,
  markRestoring,
  noteSpare,
  openRestores,
  snapshotIds,
  wholeSnapshots,
} from '../snapshots/rows.ts'
import { discardRejected, resolveConflict, retryRejected } from '../sync/acts.ts'
import { applyPull } from '../sync/apply-pull.ts'
import { applyTold } from '../sync/apply-told.ts'
import { transferReads, transferWrites } from '../sync/blobs/procedures.ts'
import { joinService, leaveService, setPaused, signInAgain } from '../sync/connect.ts'
import { pullCursors } from '../sync/cursors.ts'
import { heldReplies } from '../sync/held.ts'
import { confirmRemoval, largeRemoval } from '../sync/large-removal.ts'
import { beginAgain, nextOperations, notePushed } from '../sync/outbox.ts'
import { wantOwnFiles } from '../sync/own-files.ts'
import { forgetReceipts, receiptsToTell } from '../sync/receipts.ts'
import { noteScrubbed, toScrub } from '../sync/scrub.ts'
import { openConflicts, syncItems, syncStanding } from '../sync/standing.ts'
import {
  addTerminal,
  getBlock,
  getTerminal,
  keepTidings,
  listBlocks,
  listTerminals,
  loseTerminals,
  placesOfBlocks,
  removeTerminal,
  renameTerminal,
  restartTerminal,
  setTerminalRecording,
} from '../terminal/changes.ts'
import { correctEvent, postEvent, retractEvent } from '../timeline/changes.ts'
import { attachedEvidence, timelineOf } from '../timeline/read.ts'
import { workspaceFolder } from '../workspace/folder.ts'
import { keepBaseline, keepWorkspace } from '../workspace/rows.ts'
import { packedFiles } from '../workspace/unpack/packed-files.ts'

/** Every question a reader thread answers. */
export const reads: Reads = {
  listCases,
  countCases,
  countMany,
  groupCases,
  complete,
  caseDetail,
  findId,
  mergePreview,
  attachedEvidence,
  timelineOf,
  listPeople,
  getPerson,
  me,
  listCustomers,
  getCustomer,
  listComponents,
  componentVersions,
  casesOfComponent,
  listViews,
  getLocal,
  listLocal,
  historyLabels,
  stepToReplay,
  countKnown,
  openUploads,
  findAttachment,
  blobBytes,
  backupContents,
  countAll,
  health,
  namedBlobs,
  wholeCase,
  workspaceFolder,
  allowedDangers,
  environmentRow,
  environmentRows,
  recordingTerminals,
  refsOfCases,
  listPatches,
  getPatch,
  listTerminals,
  getTerminal,
  listBlocks,
  getBlock,
  placesOfBlocks,
  packedFiles,
  listRuns,
  getRun,
  openRuns,
  checkOf,
  listBisections,
  getBisection,
  syncStanding,
  syncItems,
  openConflicts,
  heldReplies,
  namesOfOthers,
  nextOperations,
  pullCursors,
  toScrub,
  largeRemoval,
  receiptsToTell,
  listLicences,
  findSnapshot,
  halfSnapshots,
  listSnapshots,
  openRestores,
  snapshotIds,
  wholeSnapshots,
  ...transferReads,
}

/** Every transaction the writer thread runs. */
export const writes: Writes = {
  acceptLicence,
  beginRemoval,
  beginSnapshot,
  finishRestore,
  finishSnapshot,
  forgetSnapshot,
  markRestoring,
  noteSpare,
  withdrawLicence,
  createCase,
  setFields,
  tagCases,
  setComponents,
  changeComponentPart,
  trashCases,
  linkCases,
  unlinkCases,
  mergeCases,
  postEvent,
  correctEvent,
  retractEvent,
  ensureMe,
  setPerson,
  setCustomer,
  ensureViews,
  putView,
  removeView,
  putLocal,
  undo,
  redo,
  importBatch,
  importRecords,
  beginUpload,
  finishUpload,
  attachFinished,
  discardUpload,
  keepWorkspace,
  keepBaseline,
  allowDangers,
  beginAct,
  keepPorts,
  endAct,
  forgetEnvironment,
  addTerminal,
  restartTerminal,
  removeTerminal,
  renameTerminal,
  setTerminalRecording,
  loseTerminals,
  keepTidings,
  attachEvidence,
  createPatch,
  setPatch,
  stepPatch,
  beginRun,
  keepRepeat,
  finishRun,
  attachRun,
  keepCheck,
  beginBisection,
  setBisection,
  keepVolumes,
  pauseRunning,
  finishStep,
  attachBisection,
  applyPull,
  applyTold,
  notePushed,
  beginAgain,
  joinService,
  leaveService,
  signInAgain,
  setPaused,
  retryRejected,
  discardRejected,
  resolveConflict,
  noteScrubbed,
  confirmRemoval,
  forgetReceipts,
  wantOwnFiles,
  ...transferWrites,
}
