import type { Component } from '../../shared/domain/entities.ts'
import type { CaseKind, CaseStatus, Lane, LinkKind, Severity } from '../../shared/domain/vocabulary.ts'
import type { ExactCase } from './exact/document.ts'

/** Somebody named by a record; `handle` is `system:login`, stable where names and addresses are not. */
export interface RecordPerson {
  name: string
  email?: string
  handle?: string
}

export interface RecordFile {
  name: string
  mediaType: string
  /** The bytes themselves, or where they lie (a file named by a trusted record of ours). */
  content: Uint8Array | { path: string }
}

export interface RecordEvent {
  /** Stable inside the record; the event's id is derived from it. */
  externalId: string
  kind: 'message' | 'note' | 'change' | 'attachment'
  lane: Lane
  author: RecordPerson | null
  /** Milliseconds since the epoch. */
  at: number
  body: string
  changes?: { field: string; from: unknown; to: unknown }[]
  files?: RecordFile[]
}

/** One customer problem as an importer understood it; what has no place here goes to `original`. */
export interface ImportRecord {
  /** `github:owner/repo`, `jira:HOST`, `zendesk:HOST`, `bugzilla:HOST`, `csv:FILE`, `mail` … */
  system: string
  externalId: string
  url?: string
  title: string
  description: string
  status?: CaseStatus
  severity?: Severity
  kind?: CaseKind
  createdAt?: number
  updatedAt?: number
  dueAt?: number
  resolution?: string
  tags: string[]
  components: Component[]
  customer: { name: string; domain?: string } | null
  owner: RecordPerson | null
  reporter: RecordPerson | null
  events: RecordEvent[]
  links?: { kind: LinkKind; externalId: string }[]
  original: Record<string, unknown>
  /** A case of our own export, to the last field; the rest then only names it and carries its files. */
  exact?: Omit<ExactCase, 'files'>
}

/** What a parser yields: a record, or a place it could not read and why. `line` is 1-based; 0 where unknown. */
export type Parsed =
  | { type: 'record'; record: ImportRecord; line: number }
  | { type: 'skip'; line: number; reason: string }

/** A file to read: its name, and its bytes from the start each time they are asked for. */
export interface ImportSource {
  name: string
  bytes(): AsyncIterable<Uint8Array>
}
