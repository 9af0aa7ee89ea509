#!/usr/bin/env node
// Plain JavaScript for any Node from 18 on: the database binary needs Node 24, and an older Node would crash in it
// without a word. So an older one finds a Node that serves and hands everything over to it.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { homedir } from 'node:os'
import { delimiter, dirname, join, sep } from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'

const wanted = 24
const here = dirname(realpathSync(fileURLToPath(import.meta.url)))
const executable = process.platform === 'win32' ? 'node.exe' : 'node'
/** Set for the Node that takes over, so that a wrong one cannot hand over again without end. */
const handedOver = 'CASEBENCH_HANDED_OVER'

const majorOf = (version) => Number(version.replace(/^v/, '').split('.')[0])

/** Folders from here up to the root, nearest first. */
const foldersUp = (folder) =>
  dirname(folder) === folder ? [folder] : [folder, ...foldersUp(dirname(folder))]

/** The Node that npm installed beside us; its package says its version, which saves starting it to ask. */
const installedNode = () => {
  for (const folder of foldersUp(here)) {
    const home = join(folder, 'node_modules', 'node')
    const program = join(home, 'bin', executable)
    if (!existsSync(program)) continue
    const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
    if (majorOf(version) >= wanted) return program
  }
  return undefined
}

const nodeOnPath = () =>
  (process.env.PATH || '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, executable))
    .find((program) => {
      if (!existsSync(program)) return false
      const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' })
      return status === 0 && majorOf(stdout.trim()) >= wanted
    })

const fail = (sentence) => {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

/** Runs the same command line under another Node: its streams, signals and exit code are ours. */
const handOver = (program) => {
  const argv = [fileURLToPath(import.meta.url), ...process.argv.slice(2)]
  const env = { ...process.env, [handedOver]: '1' }
  const child = spawn(program, argv, { stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => fail(`Node ${wanted} at ${program} could not be started: ${error.message}.`))
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code === null ? 1 : code)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

/** Where this user's programs keep what they can make again. */
const cacheFolder = () => {
  const { env, platform } = process
  if (platform === 'win32')
    return join(env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), 'Casebench', 'compiled')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'Casebench', 'compiled')
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'casebench', 'compiled')
}

/**
 * Start-up is felt on every command, so compiled code is kept between them. Not in the temporary folder, Node's
 * default: whoever may write there could put code into it. Threads take the folder from the environment.
 */
const keepCompiled = () => {
  if (process.env.NODE_COMPILE_CACHE || !nodeModule.enableCompileCache) return
  const { ENABLED } = nodeModule.constants.compileCacheStatus
  const folder = cacheFolder()
  if (nodeModule.enableCompileCache(folder).status === ENABLED) process.env.NODE_COMPILE_CACHE = folder
}

/** The central service is a program of its own, which runs in this very process: whoever ends us ends it. */
const programs = {
  bench: { source: ['host', 'entry', 'cli.ts'], built: ['host', 'cli.js'] },
  central: { source: ['central', 'entry', 'main.ts'], built: ['central', 'main.js'] },
}

const run = async () => {
  keepCompiled()
  const isCentral = process.argv[2] === 'central'
  if (isCentral) process.argv.splice(2, 1)
  const { source: sources, built } = isCentral ? programs.central : programs.bench
  const root = join(here, '..', '..')
  const source = join(root, ...sources)
  // Node does not run TypeScript below node_modules; an installed package brings its bundle. Tests ask for it as well.
  const bundled =
    process.env.CASEBENCH_BUNDLED === '1' || here.split(sep).includes('node_modules') || !existsSync(source)
  const entry = bundled ? join(root, 'dist', ...built) : source
  if (!existsSync(entry))
    return fail(`The command line is not built: ${entry} is missing. Run "npm run build".`)
  await import(pathToFileURL(entry).href)
}

if (majorOf(process.versions.node) >= wanted) {
  delete process.env[handedOver]
  await run()
} else {
  const node = process.env[handedOver] ? undefined : installedNode() || nodeOnPath()
  if (node) handOver(node)
  else
    fail(
      `Casebench needs Node ${wanted} or newer and this is ${process.versions.node}. Nothing was changed. Run "npm ci" in its folder, or put a newer Node first in PATH.`,
    )
}
