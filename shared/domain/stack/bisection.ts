import { z } from 'zod'
import { id, instant } from '../entities.ts'
import { verdicts } from './verdict.ts'

/** `paused`: it can be resumed, whether somebody paused it, it met trouble or the bench went away. */
const bisectionStates = ['running', 'paused', 'finished', 'cancelled'] as const

/** One setting in which the configuration that fails differs from the one that works. */
export const settingDifference = z.object({
  file: z.string(),
  key: z.string(),
  /** Null where that side has nothing of the kind. */
  from: z.string().nullable(),
  to: z.string().nullable(),
})
export type SettingDifference = z.output<typeof settingDifference>

const link = z.object({ title: z.string(), url: z.string() })

/** How each step is checked. */
const checking = {
  /** Null for the workspace's `repro.sh`. */
  command: z.string().nullable(),
  /** Executions that settle a step; the first that shows the problem settles it at once. */
  repeat: z.int().min(1),
  timeoutMs: z.int().min(1),
  /** The snapshot that each step begins from; null for new volumes. */
  snapshot: z.string().nullable(),
}

/** What is searched for, whole enough to go on after a crash though every file has changed. */
export const bisectionPlan = z.discriminatedUnion('mode', [
  z.object({
    mode: z.literal('versions'),
    ...checking,
    service: z.string(),
    /** From the end where the search begins to the other; `image` is empty for a service that is no container. */
    versions: z.array(z.object({ version: z.string(), image: z.string() })).min(2),
    /** Whether the first version without the problem is looked for, and not the first one with it. */
    findFix: z.boolean(),
    verifyEnds: z.boolean(),
    links: z.array(link),
  }),
  z.object({
    mode: z.literal('settings'),
    ...checking,
    /** Both sides of each file that differs, by its path in the workspace; null where that side has none. */
    files: z.array(
      z.object({ path: z.string(), works: z.string().nullable(), fails: z.string().nullable() }),
    ),
    /** The part of these paths that is the configuration's own: a folder, or the file itself. */
    target: z.string(),
  }),
])
export type BisectionPlan = z.output<typeof bisectionPlan>

export const bisectionStep = z.object({
  number: z.int().min(1),
  /** The version; or the settings that were taken over, in words. */
  subject: z.string(),
  /** Which versions or differences that is, by their places. */
  places: z.array(z.int()),
  verdict: z.enum(verdicts),
  /** The run that shows it. */
  runId: id,
})
export type BisectionStep = z.output<typeof bisectionStep>

export const bisectionResult = z.object({
  /** What was found, in one or two sentences. */
  summary: z.string(),
  /** The first version with the problem, or without it, and the last one before; null where there is none. */
  found: z.string().nullable(),
  before: z.string().nullable(),
  /** All that may be the first, where versions between could not be told. */
  candidates: z.array(z.string()),
  minimal: z.array(settingDifference),
})
export type BisectionResult = z.output<typeof bisectionResult>

export const bisection = z.object({
  id,
  caseId: id,
  state: z.enum(bisectionStates),
  plan: bisectionPlan,
  /** The differences of a plan of settings, in their order. */
  differences: z.array(settingDifference),
  startedAt: instant,
  endedAt: instant.nullable(),
  steps: z.array(bisectionStep),
  result: bisectionResult.nullable(),
  /** Why it is paused; empty otherwise. */
  problem: z.string(),
})
export type Bisection = z.output<typeof bisection>
