import type { EnvironmentLock } from '../../shared/domain/stack/lock.ts'

/** How one step differs from the environment as its Compose file says. */
export interface Variation {
  /** Other images, by service. */
  images?: Readonly<Record<string, string>>
  /** Other contents of files of the environment folder, by path in the workspace; null takes a file away. */
  files?: Readonly<Record<string, string | null>>
  /** Variables of services, by service; null takes one away. */
  environment?: Readonly<Record<string, Readonly<Record<string, string | null>>>>
}

export interface LogLine {
  service: string
  /** Milliseconds since 1970, as the engine stamped it. */
  at: number
  stream: 'out' | 'err'
  text: string
}

/** What checks, bisections and cards need of the environment of a case. All answer once it is done, or throw `BenchError`. */
export interface EnvironmentRunner {
  /** Whether the case has an environment at all; a check may also run without one. */
  exists(caseId: string): Promise<boolean>
  /** Brings all services to healthy. `fresh` begins with new volumes, or with those of a named snapshot. */
  up(
    caseId: string,
    options: { variation?: Variation; fresh?: boolean; snapshot?: string; signal: AbortSignal },
  ): Promise<void>
  /** Stops and removes containers and networks, with `purge` volumes too. */
  down(caseId: string, options: { purge: boolean; signal: AbortSignal }): Promise<void>
  /** Where each published port is reached, as variables for a check: `CASEBENCH_<SERVICE>_HOST`, `_PORT`, `_URL`. */
  addresses(caseId: string): Promise<Record<string, string>>
  lock(caseId: string): Promise<EnvironmentLock>
  /** What services wrote between two instants, in order within each service. */
  logs(caseId: string, window: { from: number; to: number; signal: AbortSignal }): AsyncIterable<LogLine>
}
