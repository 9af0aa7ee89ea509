import { z } from 'zod'
import { id, instant } from '../domain/entities.ts'
import { call, service, stream } from './define.ts'

const words = z.string().max(10_000)
const serviceName = z.string().min(1).max(200)

/** What a doctor found of the engine, with what to do about it. */
export const engineFinding = z.object({
  name: z.enum(['engine', 'compose', 'version', 'memory', 'disk']),
  level: z.enum(['ok', 'warning', 'problem']),
  finding: words,
  /** What to do; empty where all is well. */
  remedy: words,
})
export type EngineFinding = z.output<typeof engineFinding>

const engineFacts = z.object({
  kind: z.enum(['docker', 'podman']),
  version: z.string(),
  /** Where it listens, as `DOCKER_HOST` names it. */
  host: z.string(),
})

/** A port of a service as it is reached from this machine. */
export const servicePort = z.object({
  container: z.int(),
  protocol: z.string(),
  host: z.string(),
  port: z.int(),
  /** The port that the Compose file asks for, where that one was taken; else null. */
  instead: z.int().nullable(),
})
export type ServicePort = z.output<typeof servicePort>

/** A service as it stands; one of several instances has a number. */
export const serviceStatus = z.object({
  service: serviceName,
  kind: z.enum(['container', 'process']),
  /** The container's id; empty for a process, and where there is none. */
  container: z.string(),
  instance: z.int().min(1),
  state: z.enum(['missing', 'created', 'running', 'restarting', 'paused', 'exited', 'dead']),
  health: z.enum(['none', 'starting', 'healthy', 'unhealthy']),
  /** Whether it does what it is there for: healthy, running without a check, or a one-time act that ended well. */
  ready: z.boolean(),
  /** Why it is as it is, in a sentence. */
  reason: words,
  image: z.string(),
  ports: z.array(servicePort),
  startedAt: instant.nullable(),
  exitCode: z.int().nullable(),
})
export type ServiceStatus = z.output<typeof serviceStatus>

const environmentStates = ['none', 'down', 'starting', 'up', 'degraded', 'stopping', 'unknown'] as const

/** The environment of a case as it stands. */
export const environment = z.object({
  caseId: id,
  /** The name of its Compose project. */
  project: z.string(),
  /** `none`: the workspace has no Compose file; `degraded`: not every service is ready; `unknown`: no engine answers. */
  state: z.enum(environmentStates),
  /** The state in a sentence, with what to do where something is wrong. */
  reason: words,
  services: z.array(serviceStatus),
  engine: engineFacts.nullable(),
})
export type Environment = z.output<typeof environment>

const environmentLogLine = z.object({
  service: serviceName,
  /** Milliseconds since 1970, as the engine stamped it. */
  at: z.number(),
  stream: z.enum(['out', 'err']),
  text: z.string(),
})

const usage = z.object({
  service: serviceName,
  container: z.string(),
  /** Share of one processor: 1.5 is one and a half. */
  cpu: z.number(),
  memoryBytes: z.int(),
})

/** Bytes that an environment takes of the disk. */
const diskUse = z.object({
  /** What containers wrote beside their volumes. */
  containers: z.int(),
  volumes: z.int(),
  /** Of its images, what no other image of the engine shares. */
  images: z.int(),
  /** Copies of volumes and files, with what lies ready for going back quickly. */
  snapshots: z.int(),
  /** All of it. */
  bytes: z.int(),
})
export type DiskUse = z.output<typeof diskUse>

export const reclaimable = z.object({
  kind: z.enum(['container', 'network', 'volume', 'image']),
  name: z.string(),
  bytes: z.int(),
  project: z.string(),
  /** The case's reference; empty where the case is not here any more. */
  ref: z.string(),
  /** Why it may go. */
  reason: words,
})
export type Reclaimable = z.output<typeof reclaimable>

/** What a case takes of the engine's disk. */
const caseDisk = z.object({
  caseId: z.string(),
  /** Empty where the case is not here any more. */
  ref: z.string(),
  /** Containers that run. */
  running: z.int(),
  /** Of its environment, and of its snapshots. */
  bytes: z.int(),
  snapshotBytes: z.int(),
})
export type CaseDisk = z.output<typeof caseDisk>

const removed = z.object({ containers: z.int(), networks: z.int(), volumes: z.int() })
export type Removed = z.output<typeof removed>

/** Something that a Compose file would do beyond its own containers. */
export const danger = z.object({
  /** By this a person allows it. */
  id: z.string(),
  kind: z.string(),
  level: z.enum(['refused', 'warning']),
  service: z.string(),
  value: words,
  sentence: words,
  /** A path of the workspace, and the line, from 1. */
  file: z.string(),
  line: z.int(),
  allowed: z.boolean(),
})

const upStep = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('progress'),
    phase: z.enum(['read', 'review', 'clear', 'pull', 'start', 'wait']),
    text: words,
    services: z.array(serviceStatus),
  }),
  z.object({ type: z.literal('done'), environment }),
])

/** The customer's stack, rebuilt on this machine: one Compose project a case. */
export const environments = service(
  'environments',
  [
    'not-found',
    'no-environment',
    'no-engine',
    'no-compose',
    'no-service',
    'refused',
    'licence-needed',
    'invalid',
    'image-missing',
    'unhealthy',
    'port-taken',
    'busy',
    'engine-lost',
    'failed',
  ] as const,
  {
    doctor: call(
      z.object({}),
      z.object({
        engine: engineFacts.nullable(),
        compose: z.object({ name: z.string(), version: z.string() }).nullable(),
        findings: z.array(engineFinding),
      }),
    ),
    status: call(z.object({ caseId: id }), environment),
    /** As `status`, again whenever something changes. */
    watch: stream(z.object({ caseId: id }), environment),
    /** Starts what the Compose file says and waits until every service is ready. `fresh` begins with empty volumes. */
    up: stream(
      z.object({
        caseId: id,
        fresh: z.boolean().default(false),
        /** How long services may take to get ready. */
        timeoutSeconds: z.int().min(1).max(86_400).default(900),
      }),
      upStep,
    ),
    /** Removes containers and networks; with `purge` volumes too, so that nothing is left. */
    down: call(z.object({ caseId: id, purge: z.boolean().default(false) }), removed),
    /** What the Compose file would do beyond its own containers; what is refused keeps it from starting until allowed. */
    review: call(z.object({ caseId: id }), z.object({ dangers: z.array(danger) })),
    /** Allows dangers one by one, or takes that back. */
    allow: call(
      z.object({ caseId: id, dangers: z.array(z.string().max(200)).min(1).max(200), allow: z.boolean() }),
      z.object({}),
    ),
    act: call(
      z.object({ caseId: id, service: serviceName, act: z.enum(['start', 'stop', 'restart']) }),
      environment,
    ),
    /** Lines merged by time, in order within each service. Paced by the reader. */
    logs: stream(
      z.object({
        caseId: id,
        services: z.array(serviceName).max(200).default([]),
        from: instant.nullable().default(null),
        to: instant.nullable().default(null),
        /** Only so many of the last lines of each service. */
        tail: z.int().min(0).max(1_000_000).nullable().default(null),
        follow: z.boolean().default(false),
      }),
      z.object({ lines: z.array(environmentLogLine) }),
    ),
    /** What to run in a terminal to be inside a running service; `marks` where its shell can mark its commands. */
    shell: call(
      z.object({ caseId: id, service: serviceName }),
      z.object({ argv: z.array(z.string()), label: z.string(), marks: z.boolean() }),
    ),
    stats: stream(z.object({ caseId: id }), z.object({ at: instant, services: z.array(usage) })),
    /** What it takes of the disk; null where the engine does not tell. It may count for seconds. */
    disk: call(z.object({ caseId: id }), z.object({ disk: diskUse.nullable() })),
    /** What each case takes, and what could be removed of environments that are down or whose case is gone; with `apply` it is. */
    reclaim: call(
      z.object({ caseId: id.nullable().default(null), apply: z.boolean().default(false) }),
      z.object({
        items: z.array(reclaimable),
        bytes: z.int(),
        removed: z.int(),
        cases: z.array(caseDisk),
      }),
    ),
  },
)
