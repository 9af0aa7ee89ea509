import { z } from 'zod'
import { id, instant, sha256 } from '../entities.ts'
import { verdicts } from './verdict.ts'

/** `interrupted`: the bench went away in the middle. `failed`: the environment did not get to where it can be checked. */
const runStates = ['running', 'finished', 'cancelled', 'interrupted', 'failed'] as const

/** One execution of the repro steps. */
export const runRepeat = z.object({
  /** Null where it was stopped or a signal ended it. */
  exitCode: z.int().nullable(),
  durationMs: z.int().min(0),
  timedOut: z.boolean(),
})
export type RunRepeat = z.output<typeof runRepeat>

/** What a run leaves, in the order in which it is attached. */
const runFileRoles = ['recording', 'logs', 'lock', 'junit'] as const
export const runFile = z.object({
  role: z.enum(runFileRoles),
  name: z.string().min(1).max(1000),
  sha256,
  bytes: z.int().min(0),
})
export type RunFile = z.output<typeof runFile>

/** A check as it was run, with all that it left. */
export const run = z.object({
  id,
  caseId: id,
  state: z.enum(runStates),
  /** Null while it runs. */
  verdict: z.enum(verdicts).nullable(),
  command: z.string(),
  /** The commit that the workspace stood at; null where it had none. */
  commit: z.string().nullable(),
  /** Executions that were asked for, and the time each may take. */
  repeat: z.int().min(1),
  timeoutMs: z.int().min(1),
  startedAt: instant,
  endedAt: instant.nullable(),
  repeats: z.array(runRepeat),
  files: z.array(runFile),
  /** The services it ran against, with the versions they report. */
  services: z.array(z.object({ name: z.string(), image: z.string(), version: z.string() })),
  /** What could not be had beside the verdict, as a sentence; empty when all is there. */
  problem: z.string(),
  /** The bisection it is a step of. */
  bisectionId: id.nullable(),
})
export type Run = z.output<typeof run>

/** Milliseconds that the executions took together. */
export const durationOf = (repeats: readonly RunRepeat[]): number =>
  repeats.reduce((sum, { durationMs }) => sum + durationMs, 0)
