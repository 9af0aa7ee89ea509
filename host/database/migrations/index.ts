import type { Migration } from '../migrate.ts'
import { casesMigration } from './0001-cases.ts'

/** Every step of the schema, in order. A landed step is never edited; a change is a new one. */
export const migrations: readonly Migration[] = [casesMigration]
