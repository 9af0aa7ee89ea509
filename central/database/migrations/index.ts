import { accessMigration } from './0001-access.ts'
import { syncMigration } from './0002-sync.ts'
import { blobsMigration } from './0003-blobs.ts'
import { identitiesMigration } from './0004-identities.ts'
import { pushingMigration } from './0005-pushing.ts'
import { holdingsMigration } from './0006-holdings.ts'
import { erasuresMigration } from './0007-erasures.ts'
import { imagesMigration } from './0008-images.ts'
import type { Migration } from './migration.ts'

/** Every step, in order. */
export const migrations: readonly Migration[] = [
  accessMigration,
  syncMigration,
  blobsMigration,
  identitiesMigration,
  pushingMigration,
  holdingsMigration,
  erasuresMigration,
  imagesMigration,
]
