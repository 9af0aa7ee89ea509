import { parseArgs } from 'node:util'
import type { FromHost } from '../../shared/contract/desktop.ts'
import { heartbeatMs, missedBeatsAtMost } from '../../shared/contract/desktop.ts'
import { toErrorBody } from '../../shared/contract/error.ts'
import { serve } from '../../shared/wire/server.ts'
import { defaultDataDir } from '../instance/data-dir.ts'
import { type HeldBench, holdBench } from '../instance/hold.ts'
import { type PortLike, portWire } from '../rpc/port-wire.ts'

/** What is used of Electron's `process.parentPort`. */
export interface ParentPort {
  postMessage(message: FromHost): void
  on(event: 'message', listener: (event: { data: unknown; ports: PortLike[] }) => void): unknown
}

export interface DesktopHostOptions {
  parent: ParentPort
  open(): Promise<HeldBench>
  exit(code: number): void
  /** Milliseconds between two looks for the shell. */
  everyMs?: number
}

/** The shell pings at each beat; where it was silent this much longer than it would bear itself, it is gone. */
const silentBeatsAtMost = missedBeatsAtMost * 2

/** Runs a host under the desktop shell: opens the bench, serves each port it is given, ends when the shell goes. */
export const serveDesktop = async (options: DesktopHostOptions): Promise<void> => {
  const { parent, open, exit, everyMs = heartbeatMs } = options
  let bench: HeldBench
  try {
    bench = await open()
  } catch (thrown) {
    parent.postMessage({ type: 'refused', error: toErrorBody(thrown) })
    return
  }

  let silent = 0
  const end = async (code: number) => {
    clearInterval(watch)
    try {
      await bench.close()
    } finally {
      exit(code)
    }
  }
  const watch = setInterval(() => {
    silent += 1
    if (silent > silentBeatsAtMost) void end(1)
  }, everyMs)

  parent.on('message', ({ data, ports: [port] }) => {
    silent = 0
    const type = (data as { type?: unknown } | null)?.type
    if (type === 'ping') parent.postMessage({ type: 'pong' })
    if (type === 'connect' && port) serve(portWire(port), bench.endpoints, { mayNamePaths: true })
    if (type === 'stop') void end(0)
  })
  parent.postMessage({ type: 'ready' })
}

const parent = (process as { parentPort?: ParentPort }).parentPort
if (parent) {
  const { values } = parseArgs({ options: { data: { type: 'string' } }, strict: false })
  const dataDir = typeof values.data === 'string' ? values.data : defaultDataDir()
  await serveDesktop({
    parent,
    open: () => holdBench({ dataDir, stays: true }),
    exit: (code) => process.exit(code),
  })
}
