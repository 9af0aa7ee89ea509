import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { build, mergeConfig } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { programConfigs } from '../../build/bundle/programs.ts'
import { repositoryRoot } from '../../build/repository.ts'
import { type DesktopBridge, desktopActs } from '../../shared/contract/desktop.ts'

let outDir: string
const built = (name: string) => readFile(join(outDir, name), 'utf8')

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'casebench-desktop-'))
  for (const config of programConfigs(repositoryRoot)) {
    if (!config.build?.outDir?.endsWith('electron')) continue
    await build(mergeConfig(config, { build: { outDir } }))
  }
})
afterAll(() => rm(outDir, { recursive: true }))

/** As much of Electron as the preload uses, and the context Electron runs a sandboxed preload in. */
const runPreload = (source: string) => {
  const sent: unknown[][] = []
  const posted: unknown[][] = []
  const listeners = new Map<string, (event: unknown, value?: unknown) => void>()
  const exposed = new Map<string, unknown>()
  const electron = {
    contextBridge: { exposeInMainWorld: (name: string, value: unknown) => exposed.set(name, value) },
    ipcRenderer: {
      invoke: async (...words: unknown[]) => sent.push(words),
      send: (...words: unknown[]) => sent.push(words),
      on: (channel: string, listener: (event: unknown) => void) => listeners.set(channel, listener),
      off: (channel: string) => listeners.delete(channel),
    },
    webUtils: { getPathForFile: ({ name }: File) => `/dropped/${name}` },
  }
  const require = (name: string) => {
    if (name !== 'electron') throw new Error(`module not found: ${name}`)
    return electron
  }
  const window = { postMessage: (...words: unknown[]) => posted.push(words) }
  const module = { exports: {} }
  const context = { require, window, process: { platform: 'linux' }, File, module, exports: module.exports }
  runInNewContext(`(function () {${source}\n})()`, context)
  return { bridge: exposed.get('casebench') as DesktopBridge, exposed, listeners, posted, sent }
}

describe('the preload', () => {
  test('is under 80 lines, and its bundle holds no library', async () => {
    const source = await readFile(join(repositoryRoot, 'electron/preload/preload.ts'), 'utf8')
    expect(source.split('\n').length).toBeLessThan(80)
    expect((await built('preload.cjs')).length).toBeLessThan(6_000)
  })

  test('exposes one object with every act of the contract, each its own message', async () => {
    const { bridge, exposed, sent } = runPreload(await built('preload.cjs'))
    expect([...exposed.keys()]).toEqual(['casebench'])
    expect(Object.keys(bridge.acts).sort()).toEqual(Object.keys(desktopActs).sort())
    await bridge.acts.reveal({ path: '/a' })
    expect(sent).toEqual([['casebench:act', 'reveal', { path: '/a' }]])
    expect(JSON.stringify(bridge)).not.toContain('ipcRenderer')
  })

  test('hands a port on to its own origin only, and no event of Electron to the page', async () => {
    const { bridge, listeners, posted } = runPreload(await built('preload.cjs'))
    listeners.get('casebench:port')?.({ ports: ['port'], sender: 'electron' })
    expect(posted).toEqual([['casebench:port', '/', ['port']]])
    const states: unknown[][] = []
    const dispose = bridge.onHost((...words) => states.push(words))
    listeners.get('casebench:host')?.({ sender: 'electron' }, { is: 'running' })
    expect(states).toEqual([[{ is: 'running' }]])
    dispose()
    expect(listeners.has('casebench:host')).toBe(false)
  })

  test('tells the path of a file, and of nothing else', async () => {
    const { bridge } = runPreload(await built('preload.cjs'))
    expect(bridge.pathForFile(new File([], 'a.log'))).toBe('/dropped/a.log')
    expect(bridge.pathForFile({ name: 'forged' })).toBe('')
  })
})

describe('the main process', () => {
  test('needs nothing beside Electron and Node once it is bundled', async () => {
    const source = await built('main.js')
    const specifiers = [...source.matchAll(/^import .*?from ["']([^"']+)["']/gm)].map(
      ([, name]) => name ?? '',
    )
    expect(specifiers).toContain('electron')
    expect(specifiers.filter((name) => name !== 'electron' && !isBuiltin(name))).toEqual([])
  })

  test('finds the host, the preload and the renderer from where its bundle stands', async () => {
    const source = await built('main.js')
    const urls = [...source.matchAll(/new URL\(["']([^"']+)["'],\s*import\.meta\.url\)/g)].map(
      ([, path]) => path,
    )
    const from = new URL('file:///app/dist/electron/main.js')
    expect(urls.map((path) => new URL(path ?? '', from).pathname).sort()).toEqual([
      '/app/dist/electron/preload.cjs',
      '/app/dist/host/desktop.js',
      '/app/dist/renderer/',
    ])
  })
})
