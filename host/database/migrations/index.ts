import { casesMigration } from './0001-cases.ts'
import { historyPartsMigration } from './0002-history-parts.ts'
import { phrasesMigration } from './0003-phrases.ts'
import { workplaceMigration } from './0004-workplace.ts'
import { syncMigration } from './0005-sync.ts'
import { blobTransfersMigration } from './0006-blob-transfers.ts'
import { environmentsMigration } from './0007-environments.ts'
import { runsMigration } from './0008-runs.ts'
import { vaultMigration } from './0009-vault.ts'
import type { Migration } from './migration.ts'

/** Every step of the schema, in order. A landed step is never edited; a change is a new one. */
export const migrations: readonly Migration[] = [
  casesMigration,
  historyPartsMigration,
  phrasesMigration,
  workplaceMigration,
  syncMigration,
  blobTransfersMigration,
  environmentsMigration,
  runsMigration,
  vaultMigration,
]
