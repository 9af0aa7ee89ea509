import { existsSync, realpathSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { ServiceStatus } from '../../../shared/contract/environments.ts'
import { BenchError } from '../../../shared/contract/error.ts'
import type { ProcessService } from '../../../shared/domain/stack/service-extension.ts'
import { type GuardedChild, spawnGuarded } from '../../engine/guard.ts'
import type { ProcessLog } from './log-file.ts'
import { becomesReady, portAnswer } from './readiness.ts'

export interface Supervision {
  readonly service: string
  readonly settings: ProcessService
  /** The workspace that `cwd` is relative to. */
  readonly root: string
  readonly env: Readonly<Record<string, string>>
  readonly log: ProcessLog
  now(): number
  changed(): void
}

export interface Supervised {
  start(): Promise<void>
  /** Ends it and all it started: TERM, then KILL after its time. */
  stop(): Promise<void>
  status(): ServiceStatus
  /** Whether waiting for it is in vain. */
  failed(): boolean
}

/** Restarts in a row after which it is left alone, and the milliseconds before the first and the longest wait. */
const restartsAtMost = 5
const firstWaitMs = 1000
const longestWaitMs = 30_000
/** Milliseconds after which a process that ran is said to have been well. */
const wellAfterMs = 60_000

interface Run {
  readonly guarded: GuardedChild
  readonly ended: Promise<void>
  readonly over: AbortController
  readonly startedAt: number
}

interface Standing {
  run: Run | null
  wanted: boolean
  restarts: number
  ready: boolean
  notReady: string
  exitCode: number | null
  timer: NodeJS.Timeout | null
}

/** Runs one local process, starts it again when it fails, and says how it is. */
export const supervise = (supervision: Supervision): Supervised => {
  const { log, settings, changed } = supervision
  const standing: Standing = {
    ...{ run: null, wanted: false, restarts: 0, ready: false, notReady: '', exitCode: null, timer: null },
  }
  const launch = () => {
    standing.timer = null
    standing.ready = false
    standing.notReady = ''
    standing.exitCode = null
    const run = begin(supervision)
    standing.run = run
    void run.ended.then(() => onEnd(run))
    void becomesReady(settings, log, run.over.signal).then((why) => {
      if (standing.run !== run || run.over.signal.aborted) return
      standing.ready = why === ''
      standing.notReady = why
      changed()
    })
    changed()
  }
  const onEnd = (run: Run) => {
    run.over.abort()
    log.flush()
    standing.run = null
    standing.ready = false
    // Null for one that a signal ended.
    standing.exitCode = run.guarded.child.exitCode ?? -1
    if (supervision.now() - run.startedAt > wellAfterMs) standing.restarts = 0
    const again = standing.wanted && standing.exitCode !== 0 && standing.restarts < restartsAtMost
    if (again) {
      const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** standing.restarts)
      standing.restarts += 1
      log.note(`casebench: ended with exit code ${standing.exitCode}; started again in ${wait / 1000} s`)
      standing.timer = setTimeout(launch, wait)
    }
    changed()
  }
  return {
    async start() {
      if (standing.run) return
      await refuseTakenPort(supervision)
      standing.wanted = true
      standing.restarts = 0
      launch()
    },
    async stop() {
      standing.wanted = false
      if (standing.timer) clearTimeout(standing.timer)
      standing.timer = null
      const { run } = standing
      if (!run) return
      run.guarded.signal('SIGTERM')
      const kill = setTimeout(() => run.guarded.signal('SIGKILL'), settings.stopSeconds * 1000)
      await run.ended
      clearTimeout(kill)
    },
    status: () => statusOf(supervision, standing),
    failed: () => !standing.run && !standing.timer && standing.exitCode !== 0 && standing.wanted,
  }
}

const begin = ({ settings, root, env, log, now, service }: Supervision): Run => {
  const folder = join(root, settings.cwd)
  if (!existsSync(folder))
    throw new BenchError(
      'invalid',
      `The service ${service} is to start in ${folder}, which does not exist. Make the folder or correct "cwd".`,
    )
  if (!`${realpathSync(folder)}${sep}`.startsWith(`${realpathSync(root)}${sep}`))
    throw new BenchError(
      'refused',
      `The service ${service} is to start in ${folder}, which leads out of the workspace. It was not started.`,
    )
  const [file = '', ...args] = settings.command
  const guarded = spawnGuarded({ file, args, folder, env, graceSeconds: settings.stopSeconds })
  const { child } = guarded
  const over = new AbortController()
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      log.note(`casebench: ${error.message}`)
      resolve()
    })
    child.once('close', () => resolve())
  })
  child.stdout?.on('data', (chunk: Buffer) => log.write('out', chunk))
  child.stderr?.on('data', (chunk: Buffer) => log.write('err', chunk))
  return { guarded, ended, over, startedAt: now() }
}

/** What answers on its port must be it, and not a program of somebody else. */
const refuseTakenPort = async ({ settings: { ready }, service }: Supervision) => {
  if (!ready || ready.type === 'log' || (await portAnswer(ready.port)) !== '') return
  throw new BenchError(
    'port-taken',
    `Another program listens on port ${ready.port}, which the service ${service} needs. It was not started. End that program, or give the service another port.`,
  )
}

const statusOf = ({ service, settings }: Supervision, standing: Standing): ServiceStatus => {
  const { run, ready, exitCode, timer } = standing
  const checked = settings.ready !== null
  const state = run ? 'running' : timer ? 'restarting' : exitCode === null ? 'created' : 'exited'
  const starting = standing.notReady === '' ? 'starting' : 'unhealthy'
  return {
    service,
    kind: 'process',
    container: '',
    instance: 1,
    state,
    health: !run || !checked ? 'none' : ready ? 'healthy' : starting,
    ready: run ? ready : !timer && exitCode === 0,
    reason: reasonOf(standing, checked),
    image: '',
    ports: settings.ready && settings.ready.type !== 'log' ? [ownPort(settings.ready.port)] : [],
    startedAt: run?.startedAt ?? null,
    exitCode: run ? null : exitCode,
  }
}

const ownPort = (port: number) => ({
  container: port,
  protocol: 'tcp',
  host: '127.0.0.1',
  port,
  instead: null,
})

const reasonOf = (
  { run, timer, ready, notReady, exitCode, restarts }: Standing,
  checked: boolean,
): string => {
  const again = restarts > 0 ? ` It was started again ${restarts} times.` : ''
  if (run && ready) return `${checked ? 'It is ready.' : 'It runs; it has no readiness check.'}${again}`
  if (run) return `${notReady || 'It is not ready yet.'}${again}`
  if (timer) return `It ended with exit code ${exitCode} and will be started again.${again}`
  return exitCode === null ? 'It was not started yet.' : `It ended with exit code ${exitCode}.${again}`
}
