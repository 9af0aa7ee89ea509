import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dialControl } from '../../host/instance/control.ts'
import { holdBench, type OpenBench } from '../../host/instance/hold.ts'
import { alreadyRunning, readHostFile, writeHostFile } from '../../host/instance/host-file.ts'
import { askForLink, openClient } from '../../host/instance/open.ts'
import { prepareSocketPath } from '../../host/instance/socket-path.ts'
import { connect } from '../../shared/wire/client.ts'
import { probeHost, probeServices } from '../fuzz/wire-service.ts'

const isWindows = process.platform === 'win32'

let dataDir: string
const children: ChildProcess[] = []
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'casebench-instance-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  rmSync(dataDir, { recursive: true, force: true })
})

/** A small bench of our own, and how often it was opened and closed. */
const smallBench = () => {
  const host = probeHost()
  const counts = { opened: 0, closed: 0 }
  const open: OpenBench = async () => {
    counts.opened += 1
    return {
      endpoints: host.endpoints,
      readBlob: async () => null,
      close: async () => {
        counts.closed += 1
      },
    }
  }
  return { open, counts, host }
}

const holder = async () => {
  const child = fork(fileURLToPath(new URL('./serve-holder.ts', import.meta.url)), [dataDir])
  children.push(child)
  const [said] = await once(child, 'message')
  return { child, said }
}

describe('one host per data folder', () => {
  it('refuses a second one in the same process and names the first', async () => {
    const { open, counts } = smallBench()
    const first = await holdBench({ dataDir, stays: true, open })
    await expect(holdBench({ dataDir, stays: true, open })).rejects.toMatchObject({
      code: 'in-use',
      message: expect.stringMatching(
        new RegExp(
          `already running on this data folder \\(process ${process.pid}, since .* UTC\\)\\. Use its window`,
        ),
      ),
    })
    expect(counts).toEqual({ opened: 1, closed: 0 })
    await first.close()
    await first.close()
    expect(counts.closed).toBe(1)
    await (await holdBench({ dataDir, stays: true, open })).close()
  })

  it('refuses a second one from another process, and lets it in after the first was killed', async () => {
    const { child, said } = await holder()
    expect(said).toBe('held')
    expect((await holder()).said).toBe('refused')
    child.kill('SIGKILL')
    await once(child, 'exit')
    // What it left behind stands in nobody's way.
    expect(readHostFile(dataDir)?.pid).toBe(child.pid)
    expect((await holder()).said).toBe('held')
  })

  it('is let go of when the bench cannot be opened', async () => {
    const failing: OpenBench = () => Promise.reject(new Error('no'))
    await expect(holdBench({ dataDir, stays: true, open: failing })).rejects.toThrow('no')
    await (await holdBench({ dataDir, stays: true, open: smallBench().open })).close()
  })

  it('leaves neither its file nor its socket when it ends', async () => {
    const held = await holdBench({ dataDir, stays: true, open: smallBench().open })
    const file = readHostFile(dataDir)
    if (!file) throw new Error('no host.json')
    expect(isWindows || existsSync(file.socketPath)).toBe(true)
    await held.close()
    expect(readHostFile(dataDir)).toBeNull()
    expect(!isWindows && existsSync(file.socketPath)).toBe(false)
  })

  it('keeps everything to its owner', async ({ skip }) => {
    skip(isWindows, 'Windows keeps owners apart by access lists and not by modes')
    const fresh = join(dataDir, 'new', 'folder')
    const held = await holdBench({ dataDir: fresh, stays: true, open: smallBench().open })
    expect(statSync(fresh).mode & 0o777).toBe(0o700)
    expect(statSync(join(fresh, 'host.json')).mode & 0o777).toBe(0o600)
    expect(statSync(join(fresh, 'host.sock')).mode & 0o777).toBe(0o600)
    await held.close()
  })

  it('tells of a host whose file is not there (yet)', () => {
    expect(alreadyRunning(dataDir).message).toBe(
      'Casebench is already running on this data folder. Use its window, or close it first.',
    )
  })
})

describe('a data folder that cannot be one', () => {
  const refusal = (path: string) => holdBench({ dataDir: path, stays: true, open: smallBench().open })

  it('is a file', async () => {
    writeFileSync(join(dataDir, 'file'), '')
    await expect(refusal(join(dataDir, 'file'))).rejects.toMatchObject({ code: 'invalid' })
    await expect(refusal(join(dataDir, 'file', 'below'))).rejects.toThrow('is not a folder')
  })

  it('has something else as lock.db', async () => {
    writeFileSync(join(dataDir, 'lock.db'), 'x'.repeat(5000))
    await expect(refusal(dataDir)).rejects.toMatchObject({ code: 'damaged' })
  })

  it('may not be written to', async ({ skip }) => {
    skip(process.getuid?.() === 0 || isWindows, 'this user may write everywhere')
    chmodSync(dataDir, 0o500)
    await expect(refusal(dataDir)).rejects.toMatchObject({ code: 'read-only' })
    await expect(refusal(join(dataDir, 'below'))).rejects.toThrow('cannot be written to')
    chmodSync(dataDir, 0o700)
  })
})

describe('a local command line', () => {
  it('works in the host that runs, and leaves it running', async () => {
    await holder()
    const opened = await openClient({ dataDir, open: smallBench().open })
    expect(opened.owns).toBe(false)
    await opened.close()
    const again = await openClient({ dataDir, open: smallBench().open })
    expect(again.owns).toBe(false)
    await again.close()
  })

  it('opens the bench itself where no host runs, and others join it meanwhile', async () => {
    const { open, counts } = smallBench()
    const owner = await openClient({ dataDir, open })
    expect(owner.owns).toBe(true)
    const file = readHostFile(dataDir)
    const wire = file && (await dialControl({ path: file.socketPath, key: file.key }))
    if (!wire) throw new Error('nobody answers')
    const { probe } = connect(probeServices, wire)
    // It waits for whoever works in it, and only then closes.
    const closing = owner.close()
    expect(await probe.echo({ text: 'still at work', turns: 20 })).toEqual({ text: 'still at work' })
    expect(counts.closed).toBe(0)
    wire.close()
    await closing
    expect(counts).toEqual({ opened: 1, closed: 1 })
  })

  it('of which many start at once, all get through', async () => {
    const { open, counts } = smallBench()
    const work = async () => {
      const { close } = await openClient({ dataDir, open })
      await close()
    }
    await Promise.all(Array.from({ length: 8 }, work))
    expect(counts.opened).toBe(counts.closed)
    expect(counts.opened).toBeGreaterThan(0)
  })

  it('gets a fresh link from a host that serves the browser shell', async () => {
    expect(await askForLink(dataDir)).toBeNull()
    await holder()
    expect(await askForLink(dataDir)).toBe('http://127.0.0.1:1/#token=x')
  })

  it('does not work with a host of another version', async () => {
    const held = await holdBench({ dataDir, stays: true, open: smallBench().open })
    const file = readHostFile(dataDir)
    if (!file) throw new Error('no host.json')
    writeHostFile(dataDir, { ...file, version: '0.0.1' })
    await expect(openClient({ dataDir })).rejects.toThrow('Casebench 0.0.1 is running')
    await held.close()
  })
})

describe('the socket for local command lines', () => {
  const running = async () => {
    const held = await holdBench({ dataDir, stays: true, open: smallBench().open })
    const file = readHostFile(dataDir)
    if (!file) throw new Error('no host.json')
    return { held, file }
  }

  it('answers nobody without the key', async () => {
    const { held, file } = await running()
    expect(await dialControl({ path: file.socketPath, key: 'x'.repeat(file.key.length) })).toBeNull()
    const socket = createConnection(file.socketPath)
    socket.write('casebench-control-1\n')
    socket.write('y'.repeat(file.key.length + 1))
    let answer = ''
    socket.on('data', (chunk) => (answer += chunk))
    await once(socket, 'close')
    expect(answer).toBe('')
    await held.close()
  })

  it('cuts off a frame over the limit before reading it', async () => {
    const { held, file } = await running()
    const socket = createConnection(file.socketPath)
    socket.write(`casebench-control-1\n${file.key}\n`)
    await once(socket, 'data')
    socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff, 0]))
    socket.resume()
    await once(socket, 'close')
    await held.close()
  })

  it('that is not ours is not talked to', async () => {
    const path = prepareSocketPath({
      dataDir,
      platform: process.platform,
      temporary: tmpdir(),
      uid: undefined,
    })
    const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(path)
    await once(server, 'listening')
    expect(await dialControl({ path, key: 'k' })).toBeNull()
    server.close()
  })

  it('moves to a folder of our own where the path is too long for a socket', async ({ skip }) => {
    skip(isWindows, 'Windows has pipes instead, whose names are short')
    const temporary = join(dataDir, 'tmp')
    mkdirSync(temporary)
    const uid = process.getuid?.()
    const place = { dataDir: join(dataDir, 'x'.repeat(120)), platform: process.platform, temporary, uid }
    const path = prepareSocketPath(place)
    expect(path.startsWith(join(temporary, `casebench-${uid}`))).toBe(true)
    expect(statSync(join(temporary, `casebench-${uid}`)).mode & 0o777).toBe(0o700)

    chmodSync(join(temporary, `casebench-${uid}`), 0o777)
    expect(() => prepareSocketPath(place)).toThrow('open to other users')
    rmSync(join(temporary, `casebench-${uid}`), { recursive: true })
    symlinkSync(dataDir, join(temporary, `casebench-${uid}`))
    expect(() => prepareSocketPath(place)).toThrow('open to other users')
  })
})
