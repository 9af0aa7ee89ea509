import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { EnvironmentRunner, LogLine, Variation } from '../../host/environments/runner.ts'
import { hostLock } from '../../host/runs/surroundings.ts'
import { BenchError } from '../../shared/contract/error.ts'

/** The server of the environment: it listens on a port of its own, and its answers depend on its image and its settings. */
const serverSource = `
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
const settings = readFileSync(process.env.SETTINGS, 'utf8')
if (settings.includes('broken=yes') && !settings.includes('repair=yes')) process.exit(3)
const minor = Number(process.env.IMAGE.split('.').at(-1))
const has = (name) => settings.split('\\n').includes(name)
createServer((request, response) => {
  const fails = request.url === '/version' ? minor >= Number(process.env.BAD_FROM) : has('size=1') && has('strict=yes')
  console.log('answers', request.url, fails ? 502 : 200)
  response.statusCode = fails ? 502 : 200
  response.end(process.env.IMAGE)
}).listen(0, '127.0.0.1', function () { console.log('port', this.address().port) })
`

export interface LocalEnvironment extends EnvironmentRunner {
  /** Every time that services were brought up, as they were asked for. */
  readonly ups: { variation: Variation | undefined; fresh: boolean | undefined }[]
  /** Services that run now. */
  readonly running: number
}

interface Options {
  /** The workspace of the case. */
  root: string
  /** The first minor version of `web` that fails. */
  badFrom: number
  /** Images that there are none of. */
  missing?: readonly string[]
}

/**
 * An environment of one service, `web`, as a real process of this machine: what an engine would run in a container, its
 * image being no more than a name that it is started with.
 */
export const localEnvironment = ({ root, badFrom, missing = [] }: Options): LocalEnvironment => {
  const ups: LocalEnvironment['ups'] = []
  const lines: LogLine[] = []
  let server: { child: ChildProcess; port: number } | undefined
  const script = join(root, '..', 'local-server.mjs')
  const stop = async () => {
    const child = server?.child
    server = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  return {
    ups,
    get running() {
      return server ? 1 : 0
    },
    exists: async () => true,
    async up(_caseId, { variation, fresh, signal }) {
      signal.throwIfAborted()
      ups.push({ variation, fresh })
      await stop()
      const image = variation?.images?.web ?? 'local/web:1.0'
      if (missing.includes(image)) throw new BenchError('image-missing', `The engine has no image ${image}.`)
      const path = 'environment/web/server.properties'
      const settings = variation?.files?.[path] ?? readFileSync(join(root, path), 'utf8')
      writeFileSync(script, serverSource)
      const copy = join(root, '..', 'running.properties')
      mkdirSync(dirname(copy), { recursive: true })
      writeFileSync(copy, settings)
      const env = { PATH: process.env.PATH, IMAGE: image, BAD_FROM: String(badFrom), SETTINGS: copy }
      const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'inherit'] })
      const ready = new Promise<number>((resolve, reject) => {
        createInterface(child.stdout).on('line', (text) => {
          lines.push({ service: 'web', at: Date.now(), stream: 'out', text })
          if (text.startsWith('port ')) resolve(Number(text.slice(5)))
        })
        child.once('exit', (code) => reject(new BenchError('unhealthy', `web ended with exit code ${code}.`)))
      })
      server = { child, port: await ready }
    },
    down: stop,
    async addresses() {
      const port = String(server?.port ?? '')
      return {
        CASEBENCH_WEB_HOST: '127.0.0.1',
        CASEBENCH_WEB_PORT: port,
        CASEBENCH_WEB_URL: `http://127.0.0.1:${port}`,
      }
    },
    async lock() {
      const image = ups.at(-1)?.variation?.images?.web ?? 'local/web:1.0'
      const service = {
        name: 'web',
        image,
        imageId: '',
        digest: '',
        process: script,
        version: image,
        settings: {},
      }
      return { ...(await hostLock(root, Date.now())), services: [service] }
    },
    async *logs(_caseId, { from, to }) {
      yield* lines.filter(({ at }) => at >= from && at <= to)
    },
  }
}

/** A check that asks the server of a local environment. */
export const asksServer = (path: string): string => `#!/bin/sh
exec '${process.execPath}' -e '
fetch(process.env.CASEBENCH_WEB_URL + "${path}").then(({ status }) => {
  console.log("HTTP", status)
  process.exit(status === 200 ? 0 : 1)
}, () => process.exit(125))'
`
