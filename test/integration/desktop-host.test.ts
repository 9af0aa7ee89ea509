import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type HostProcess, type HostSupervisor, superviseHost } from '../../electron/main/host.ts'
import { serveImages } from '../../electron/main/images.ts'
import { portWire } from '../../host/rpc/port-wire.ts'
import type { HostState, ToHost } from '../../shared/contract/desktop.ts'
import { services } from '../../shared/contract/index.ts'
import { connect } from '../../shared/wire/client.ts'
import type { ToWorker } from '../support/desktop-host.ts'
import { asElectron } from '../support/desktop-port.ts'

let folder: string
let host: HostSupervisor<MessagePort> | undefined
let workers: Worker[]
/** What workers died of. */
let errors: string[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casebench-desktop-host-'))
  workers = []
  errors = []
})
afterEach(async () => {
  await host?.stop()
  host = undefined
  await rm(folder, { recursive: true })
})

/** A worker thread as the process that the supervisor keeps. */
const forkInto = (dataDir: string) => (): HostProcess<MessagePort> => {
  const worker = new Worker(new URL('../support/desktop-host.ts', import.meta.url), { workerData: dataDir })
  workers.push(worker)
  worker.on('error', (error) => errors.push(String(error)))
  return {
    postMessage: (data: ToHost, ports: MessagePort[] = []) => send(worker, { data, ports }),
    on: (event: 'message' | 'exit', listener: (word: never) => void) =>
      worker.on(event, listener as (word: unknown) => void),
    kill: () => worker.terminate(),
  }
}

const send = (worker: Worker | undefined, message: ToWorker) => worker?.postMessage(message, message.ports)

const supervise = (dataDir: string, beatMs?: number) => {
  const supervisor = superviseHost({
    fork: forkInto(dataDir),
    now: () => performance.now(),
    ...(beatMs && { beatMs }),
  })
  host = supervisor
  return supervisor
}

/** Resolves with the first state of that kind, now or later; a host that fails instead says why. */
const reaches = <K extends HostState['is']>(supervisor: HostSupervisor<MessagePort>, is: K) =>
  new Promise<Extract<HostState, { is: K }>>((resolve, reject) => {
    supervisor.onState((state) => {
      if (state.is === is) resolve(state as Extract<HostState, { is: K }>)
      else if (state.is === 'failed') reject(new Error([state.error.message, ...errors].join('\n')))
    })
  })

const clientOf = (supervisor: HostSupervisor<MessagePort>) => {
  const { port1, port2 } = new MessageChannel()
  expect(supervisor.connect(port1)).toBe(true)
  return connect(services, portWire(asElectron(port2)))
}

test('a window gets a port, and another after the host crashed; what was saved is there', async () => {
  const supervisor = supervise(join(folder, 'bench'))
  const { port1 } = new MessageChannel()
  expect(supervisor.connect(port1)).toBe(false)
  await reaches(supervisor, 'running')
  const before = clientOf(supervisor)
  const { id } = await before.cases.create({ title: 'Pool exhausted' })
  const labels = before.history.watch({})
  await labels.next()

  const restarting = reaches(supervisor, 'restarting')
  send(workers.at(-1), { data: { type: 'crash' }, ports: [] })
  expect(await restarting).toMatchObject({ attempt: 1, reason: expect.stringContaining('exit code 9') })
  await expect(labels.next()).rejects.toMatchObject({ code: 'disconnected' })

  await reaches(supervisor, 'running')
  const found = await clientOf(supervisor).cases.get({ key: id })
  expect(found.case.title).toBe('Pool exhausted')
  expect(workers.length).toBe(2)
})

test('a host that hangs is ended and started again', async () => {
  const supervisor = supervise(join(folder, 'bench'), 50)
  await reaches(supervisor, 'running')
  const restarting = reaches(supervisor, 'restarting')
  send(workers.at(-1), { data: { type: 'hang' }, ports: [] })
  expect(await restarting).toMatchObject({ reason: 'it stopped answering' })
  await reaches(supervisor, 'running')
})

test('a bench that cannot be opened is said, not tried again and again', async () => {
  const file = join(folder, 'a-file')
  await writeFile(file, '')
  const supervisor = supervise(file)
  expect(await reaches(supervisor, 'failed')).toMatchObject({
    error: { message: expect.stringMatching(/\.$/) },
  })
  expect(workers.length).toBe(1)
})

test('a stopped host has closed its bench and ended by itself', async () => {
  const supervisor = supervise(join(folder, 'bench'))
  await reaches(supervisor, 'running')
  const ended = new Promise((resolve) => workers[0]?.once('exit', resolve))
  await supervisor.stop()
  expect(await ended).toBe(0)
})

test('pictures come from the host as the page reads them, also after it was restarted', async () => {
  const supervisor = supervise(join(folder, 'bench'))
  await reaches(supervisor, 'running')
  const { attachments, cases } = clientOf(supervisor)
  const { id: caseId } = await cases.create({ title: 'A picture' })
  const bytes = randomBytes(700_000)
  const upload = { caseId, name: 'a.png', bytes: bytes.length, modifiedAt: 0 }
  const { uploadId, offset } = await attachments.begin(upload)
  const { sha256 } = await attachments.upload({ uploadId, offset }, once(bytes))

  const image = serveImages(() => {
    const { port1, port2 } = new MessageChannel()
    return supervisor.connect(port1) ? asElectron(port2) : undefined
  })
  const shown = await image(sha256)
  expect(shown.headers.get('content-type')).toBe('image/png')
  expect(Buffer.from(await shown.arrayBuffer()).equals(bytes)).toBe(true)
  expect((await image('0'.repeat(64))).status).toBe(404)

  const restarting = reaches(supervisor, 'restarting')
  send(workers.at(-1), { data: { type: 'crash' }, ports: [] })
  await restarting
  expect((await image(sha256)).status).toBe(404)
  await reaches(supervisor, 'running')
  const again = await image(sha256)
  expect(again.status).toBe(200)
  await again.body?.cancel()
})

async function* once(bytes: Uint8Array) {
  yield bytes
}
