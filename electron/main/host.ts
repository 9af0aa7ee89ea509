import type { FromHost, HostState, ToHost } from '../../shared/contract/desktop.ts'
import { heartbeatMs } from '../../shared/contract/desktop.ts'
import { type HostEvent, hostState, initially, type Step, step } from './restart.ts'

/** What the supervisor needs of a process; Electron's `UtilityProcess` has it. */
export interface HostProcess<Port> {
  postMessage(message: ToHost, ports?: Port[]): void
  on(event: 'message', listener: (message: FromHost) => void): unknown
  on(event: 'exit', listener: (code: number) => void): unknown
  kill(): unknown
}

export interface HostSupervisor<Port> {
  /** Gives a port to the running host; false while none runs. */
  connect(port: Port): boolean
  /** Tells the state now and at each change; returns its disposer. */
  onState(listener: (state: HostState) => void): () => void
  retry(): void
  /** Asks the host to close its bench and waits for its end, at most `graceMs`; then kills it. */
  stop(graceMs?: number): Promise<void>
}

export interface SupervisorOptions<Port> {
  fork(): HostProcess<Port>
  now(): number
  beatMs?: number
}

/** Keeps a host running: starts it, listens to its heartbeat, restarts it as `restart.ts` decides. */
export const superviseHost = <Port>(options: SupervisorOptions<Port>): HostSupervisor<Port> => {
  const { fork, now, beatMs = heartbeatMs } = options
  const listeners = new Set<(state: HostState) => void>()
  let current: Step = initially
  let waiting: NodeJS.Timeout | undefined

  const happen = (event: HostEvent) => {
    const before = current.state
    current = step(before, event, now())
    const state = current.state.is === before.is ? undefined : hostState(current.state)
    if (state) for (const listener of listeners) listener(state)
    act()
  }
  const child = tend(fork, happen)

  const act = () => {
    const { effect, state } = current
    if (effect === 'ping' || effect === 'stop') child.send({ type: effect })
    if (effect === 'kill') child.kill()
    if (effect === 'start' || effect === 'stop') clearTimeout(waiting)
    if (effect === 'start') child.start()
    if (effect === 'wait' && state.is === 'waiting')
      waiting = setTimeout(() => happen({ type: 'due' }), state.delayMs)
  }

  const beats = setInterval(() => happen({ type: 'beat' }), beatMs)
  act()

  return {
    connect: (port) => current.state.is === 'running' && child.send({ type: 'connect' }, [port]),
    onState(listener) {
      listeners.add(listener)
      const state = hostState(current.state)
      if (state) listener(state)
      return () => void listeners.delete(listener)
    },
    retry: () => happen({ type: 'retry' }),
    async stop(graceMs = 5_000) {
      clearInterval(beats)
      happen({ type: 'stop' })
      const grace = setTimeout(child.kill, graceMs)
      await child.ended()
      clearTimeout(grace)
    },
  }
}

/** The one process there is, and what it says; a process that was replaced is no longer heard. */
const tend = <Port>(fork: () => HostProcess<Port>, happen: (event: HostEvent) => void) => {
  let running: HostProcess<Port> | undefined
  let onEnd: (() => void) | undefined
  return {
    start() {
      // The one before may still be on its way out; it must not hold the data's lock against the new one.
      running?.kill()
      const child = fork()
      running = child
      child.on('message', (message) => {
        if (running === child) happen(message)
      })
      child.on('exit', (code) => {
        if (running !== child) return
        running = undefined
        onEnd?.()
        happen({ type: 'exited', code })
      })
    },
    /** False where none runs. */
    send(message: ToHost, ports: Port[] = []): boolean {
      running?.postMessage(message, ports)
      return running !== undefined
    },
    kill: () => void running?.kill(),
    ended: () =>
      new Promise<void>((resolve) => {
        onEnd = resolve
        if (!running) resolve()
      }),
  }
}
