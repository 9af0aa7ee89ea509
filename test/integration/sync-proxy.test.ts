import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { repositoryRoot } from '../../build/repository.ts'

const run = promisify(execFile)

/** A proxy that only passes on, and tells where to. */
const openProxy = async () => {
  const asked: string[] = []
  const server = createServer(async ({ url = '', method = 'GET' }, response) => {
    asked.push(`whole ${new URL(url).host}`)
    const answer = await fetch(url, { method })
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
  })
  server.on('connect', ({ url = '' }, socket) => {
    asked.push(url)
    const [host, port] = url.split(':')
    const through = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      through.pipe(socket).pipe(through)
    })
    for (const end of [through, socket]) end.on('error', () => end.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const program = `
const { blobTransport } = await import(${JSON.stringify(join(repositoryRoot, 'host/sync/blobs/transport.ts'))})
const { identityProviderOf } = await import(${JSON.stringify(join(repositoryRoot, 'host/sync/registration.ts'))})
const url = process.argv[1]
const wire = blobTransport(async () => ({ url, token: 't' }))
const { status } = await wire.transport({ method: 'GET', path: '/v1/x', signal: AbortSignal.timeout(20000) })
console.log(status, await identityProviderOf(url))
wire.close()
`

it('with NODE_USE_ENV_PROXY questions and files go by the proxy of the surroundings', async () => {
  const proxy = await openProxy()
  const target = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"identityProvider":false}'),
  )
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    target.closeAllConnections()
    target.close()
  })
  const { port } = target.address() as AddressInfo
  const { stdout } = await run(
    process.execPath,
    ['--input-type=module', '-e', program, `http://127.0.0.1:${port}`],
    { env: { ...process.env, NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy.url, NO_PROXY: '', no_proxy: '' } },
  )
  expect(stdout.trim()).toBe('200 null')
  // Node's `fetch` tunnels, and an agent sends the request to the proxy as a whole where it is not encrypted.
  expect(proxy.asked.toSorted()).toEqual([`127.0.0.1:${port}`, `whole 127.0.0.1:${port}`])
})
