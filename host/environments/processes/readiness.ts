import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { ProcessService } from '../../../shared/domain/stack/service-extension.ts'
import { awakeTimeout } from '../../clock/awake.ts'
import type { ProcessLog } from './log-file.ts'

/** Milliseconds between two tries, of one try, and after which a process without a check is ready. */
const tryEveryMs = 200
const tryAtMostMs = 5000
const settledMs = 1000

/** Resolves to an empty text once the process is ready, or to why it is not. */
export const becomesReady = async (
  { ready }: ProcessService,
  log: ProcessLog,
  signal: AbortSignal,
): Promise<string> => {
  if (ready === null) {
    await delay(settledMs, undefined, { signal }).catch(() => undefined)
    return ''
  }
  using limit = awakeTimeout(ready.timeoutSeconds * 1000)
  const until = AbortSignal.any([signal, limit.signal])
  const late = `within ${ready.timeoutSeconds} seconds`
  if (ready.type === 'log') {
    const found = await saidLine(new RegExp(ready.pattern), log, until)
    return found ? '' : `No line of its output matched ${ready.pattern} ${late}.`
  }
  let said = ''
  while (!until.aborted) {
    said = ready.type === 'port' ? await portAnswer(ready.port) : await httpAnswer(ready.port, ready.path)
    if (said === '') return ''
    await delay(tryEveryMs, undefined, { signal: until }).catch(() => undefined)
  }
  return `${said} ${late}.`
}

const saidLine = (pattern: RegExp, log: ProcessLog, signal: AbortSignal): Promise<boolean> =>
  new Promise((resolve) => {
    const end = (found: boolean) => {
      stop()
      signal.removeEventListener('abort', none)
      resolve(found)
    }
    const none = () => end(false)
    const stop = log.onLine((text) => {
      // A pattern of the file runs over lines of a program: both are short, and the reader's own.
      if (pattern.test(text.slice(0, 2000))) end(true)
    })
    signal.addEventListener('abort', none, { once: true })
    if (signal.aborted) none()
  })

/** Empty where something listens on the port of the loopback address. */
export const portAnswer = (port: number): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: tryAtMostMs })
    const end = (said: string) => {
      socket.destroy()
      resolve(said)
    }
    socket.once('connect', () => end(''))
    socket.once('timeout', () => end(`Nothing answered on port ${port}`))
    socket.once('error', () => end(`Nothing listened on port ${port}`))
  })

const httpAnswer = async (port: number, path: string): Promise<string> => {
  try {
    const url = `http://127.0.0.1:${port}${path}`
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(tryAtMostMs) })
    await response.body?.cancel()
    return response.status >= 200 && response.status < 400 ? '' : `${path} answered with ${response.status}`
  } catch {
    return `${path} on port ${port} did not answer`
  }
}
