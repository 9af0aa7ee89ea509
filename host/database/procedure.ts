import type { ReadableDatabase, WritableDatabase } from './database.ts'
import type { Topic } from './topics.ts'

/** What a write procedure is given: the open transaction, time and randomness, and where to say what it changed. */
export interface WriteContext {
  readonly db: WritableDatabase
  /** Milliseconds since the epoch. */
  now(): number
  /** A new UUIDv7. */
  newId(): string
  touch(topic: Topic): void
}

/** A question to the database; runs in a reader thread. Input and output are plain, cloneable data. */
export type Read<I, O> = (db: ReadableDatabase, input: I) => O

/** One transaction; runs in the writer thread. What it throws takes all of it back. */
export type Write<I, O> = (context: WriteContext, input: I) => O

/** The procedures that threads know, by name; a caller names one by the function itself. */
export type Reads = Readonly<Record<string, Read<never, unknown>>>
export type Writes = Readonly<Record<string, Write<never, unknown>>>

/** What a change answers when there is nothing to say but that it is durable. */
export type Done = Record<string, never>
