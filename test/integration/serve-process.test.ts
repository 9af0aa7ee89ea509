import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { repositoryRoot } from '../../build/repository.ts'
import { readHostFile } from '../../host/instance/host-file.ts'
import { openClient } from '../../host/instance/open.ts'
import { dial, tokenOf } from './serve-support.ts'

let dataDir: string
const running: ChildProcess[] = []
beforeEach(() => {
  dataDir = join(mkdtempSync(join(tmpdir(), 'casebench-process-')), 'bench')
})
afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  rmSync(join(dataDir, '..'), { recursive: true, force: true })
})

const run = (...args: string[]) => {
  const child = spawn(process.execPath, ['host/entry/serve.ts', ...args], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.push(child)
  return { child, exit: once(child, 'exit').then(([code]) => code as number) }
}

/** A serving process, and the address that it printed. */
const serve = async (port = 0) => {
  const { child, exit } = run('--data', dataDir, '--port', String(port), '--json')
  const failure = exit.then((code) => Promise.reject(new Error(`It ended with ${code}.`)))
  const line = once(createInterface(child.stdout), 'line') as Promise<[string]>
  const [said] = await Promise.race([line, failure])
  failure.catch(() => undefined)
  const { url } = JSON.parse(said) as { url: string }
  return { child, exit, url, base: new URL(url).origin, port: Number(new URL(url).port) }
}

const finish = async (...args: string[]) => {
  const { child, exit } = run(...args)
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { out, error, code: await exit }
}

const signIn = async (url: string) => {
  const { origin } = new URL(url)
  const answer = await fetch(`${origin}/session`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ token: tokenOf(url) }),
  })
  return { status: answer.status, cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
}

describe('casebench serve as a process', () => {
  it('prints its address, serves the window and its socket, and ends in order on a signal', async () => {
    const { child, exit, url, base, port } = await serve()
    expect(await (await fetch(base)).text()).toContain('<title>Casebench')
    const { cookie } = await signIn(url)
    const socket = await dial(port, { origin: base, cookie })
    expect(typeof socket).toBe('object')
    child.kill('SIGTERM')
    // Windows knows no signals between processes: there it is simply ended.
    if (process.platform !== 'win32') {
      expect(await exit).toBe(0)
      expect(readHostFile(dataDir)).toBeNull()
      expect(readdirSync(dataDir).filter((name) => /sock|wal|shm|journal|part/.test(name))).toEqual([])
    }
  })

  it('prints a fresh link where it is running already, and ends', async () => {
    const { url } = await serve()
    expect((await signIn(url)).status).toBe(204)
    const json = await finish('--data', dataDir, '--json')
    expect(json.code).toBe(0)
    const again = (JSON.parse(json.out) as { url: string }).url
    expect(again).not.toBe(url)
    expect((await signIn(again)).status).toBe(204)
    expect((await signIn(again)).status).toBe(401)
    const words = await finish('--data', dataDir)
    expect(words.out).toMatch(/already\. A new link:\n {2}http:\/\/127\.0\.0\.1:\d+\/#token=/)
  })

  it('is joined by local command lines, which may name paths', async () => {
    await serve()
    const { client, owns, close } = await openClient({ dataDir })
    expect(owns).toBe(false)
    expect(await client.bench.about({})).toMatchObject({ mayNamePaths: true })
    await close()
  })

  it('keeps browsers signed in over a kill and a restart', async () => {
    const first = await serve()
    const { cookie } = await signIn(first.url)
    first.child.kill('SIGKILL')
    await first.exit
    const second = await serve(first.port)
    expect((await fetch(`${second.base}/session`, { headers: { cookie } })).status).toBe(200)
  })

  it.each([
    [2, ['--port', 'x'], '--port takes a number'],
    [2, ['--port', '70000'], '--port takes a number'],
    [2, ['--nonsense'], "'--nonsense'"],
    [2, ['--tls-cert', 'x'], '--tls-cert and --tls-key go together.'],
    [1, ['--host', '0.0.0.0'], 'is served with TLS only'],
    [1, ['--tls-cert', '/nowhere', '--tls-key', '/nowhere'], 'The certificate cannot be used'],
  ])('ends with %i and a sentence for %j', async (code, args, sentence) => {
    const ended = await finish('--data', dataDir, ...args)
    expect(ended).toMatchObject({ code, out: '', error: expect.stringContaining(sentence) })
    expect(ended.error).not.toContain('    at ')
    expect(existsSync(join(dataDir, 'host.json'))).toBe(false)
  })

  it('refuses a damaged bench to a program, and says so to a person without ending', async () => {
    mkdirSync(dataDir)
    writeFileSync(join(dataDir, 'bench.db'), 'torn'.repeat(4096))
    const ended = await finish('--data', dataDir, '--json')
    expect(ended).toMatchObject({ code: 1, out: '', error: expect.stringContaining('restore FILE --force') })

    const { child, exit } = run('--data', dataDir, '--port', '0')
    const [said, printed] = [text(child.stderr), text(child.stdout)]
    await once(child.stdout, 'data')
    child.kill('SIGINT')
    expect(await exit).toBe(0)
    expect(await said).toMatch(/^The database file is damaged\. .*\nThe window says so too/)
    expect(await printed).toMatch(/Open this link; it works once:\n {2}http/)
  })
})
