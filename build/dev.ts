import './end-with-parent.ts'
import { existsSync, watch } from 'node:fs'
import { createServer as createProbe } from 'node:net'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createServer, mergeConfig, type ViteDevServer } from 'vite'
import { rendererConfig } from './bundle/renderer.ts'
import { type DevHost, restartingHost } from './dev-host.ts'
import { requireNode } from './node-version.ts'
import { repositoryRoot } from './repository.ts'
import { runStep } from './run-step.ts'

requireNode('npm run dev')

const HOST_SOURCES = ['host', 'shared']
// An editor writes a file in several steps, and a formatter follows.
const SETTLED_MS = 150

const here = (path: string): string => join(repositoryRoot, path)

const freePort = (): Promise<number> => {
  const { promise, resolve } = Promise.withResolvers<number>()
  const probe = createProbe().listen(0, '127.0.0.1', () => {
    const address = probe.address()
    probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
  })
  return promise
}

/** Serves the renderer's sources; what only the host can answer goes on to it. The browser sees one origin. */
const serveRenderer = (hostPort: number, port: number): Promise<ViteDevServer> => {
  // The host compares Host with Origin, so both must stay as the browser sent them.
  const host = { target: `http://127.0.0.1:${hostPort}`, changeOrigin: false }
  const proxy = { '/session': host, '/blob': host, '/rpc': { ...host, ws: true } }
  const server = { host: 'localhost', port, strictPort: true, proxy, fs: { allow: [repositoryRoot] } }
  return createServer(mergeConfig(rendererConfig, { server }))
}

const watchHost = (host: DevHost): void => {
  let settling: NodeJS.Timeout | undefined
  for (const folder of HOST_SOURCES) {
    watch(here(folder), { recursive: true }, (_event, name) => {
      if (!name?.endsWith('.ts') || name.endsWith('.test.ts')) return
      clearTimeout(settling)
      settling = setTimeout(() => {
        console.log(`${folder}/${name} changed: restarting the host.`)
        host.restart()
      }, SETTLED_MS)
    })
  }
}

const { values } = parseArgs({
  options: { data: { type: 'string' }, port: { type: 'string', default: '5173' } },
})
const port = Number(values.port)

// The host insists on a built renderer, though nobody will look at it here.
if (!existsSync(here('dist/renderer/index.html')))
  await runStep(process.execPath, [here('build/bundle/build.ts'), 'renderer'])

const hostPort = await freePort()
const vite = await serveRenderer(hostPort, port)
await vite.listen()
const options = ['--json', '--port', String(hostPort), ...(values.data ? ['--data', values.data] : [])]
const host = restartingHost([here('host/entry/serve.ts'), ...options], (url) => {
  const link = new URL(url)
  link.protocol = 'http:'
  link.host = `localhost:${port}`
  console.log(`Open ${link} (it works once; the browser then stays signed in)`)
})
watchHost(host)

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, async () => {
    await Promise.all([host.stop(), vite.close()])
    process.exit(0)
  })
}
