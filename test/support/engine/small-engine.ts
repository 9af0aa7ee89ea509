import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** An engine of its own whose disk is small. */
export interface SmallEngine {
  /** As `DOCKER_HOST` names it. */
  readonly host: string
  /** An image of a shell and little else. */
  readonly image: string
  /** The folder that is its disk. */
  readonly disk: string
  docker(...args: string[]): string
  stop(): Promise<void>
}

const programs = [
  '/bin/sh',
  '/bin/sleep',
  '/bin/head',
  '/bin/cat',
  '/bin/cp',
  '/bin/rm',
  '/bin/ls',
  '/bin/sync',
]

/** Starts an engine on a disk of so many megabytes; a sentence where that cannot be done here. */
export const smallEngine = async (megabytes: number): Promise<SmallEngine | string> => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root can mount a small disk'
  const folder = mkdtempSync(join(tmpdir(), 'casebench-small-'))
  const disk = join(folder, 'disk')
  mkdirSync(disk)
  const run = (file: string, ...args: string[]) =>
    execFileSync(file, args, { encoding: 'utf8', stdio: 'pipe', maxBuffer: 1e8 }).trim()
  try {
    run('truncate', '-s', `${megabytes}M`, join(folder, 'image'))
    run('mkfs.ext4', '-q', '-m', '0', join(folder, 'image'))
    run('mount', '-o', 'loop', join(folder, 'image'), disk)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    return `a small disk cannot be mounted here: ${error instanceof Error ? error.message : error}`
  }
  const host = `unix://${join(folder, 'socket')}`
  const log = join(folder, 'dockerd.log')
  const places = ['--data-root', join(disk, 'docker'), '--exec-root', join(folder, 'exec')]
  // In a network of its own it does not meet the other engine: one without a bridge removes `docker0` where it starts.
  const apart = ['--pidfile', join(folder, 'pid'), '--bridge=none', '--iptables=false', '--ip-forward=false']
  const engine = ['dockerd', '--storage-driver=overlay2', '-H', host, ...places, ...apart]
  const daemon = spawn('unshare', ['--net', ...engine], {
    stdio: ['ignore', openSync(log, 'a'), openSync(log, 'a')],
  })
  const ended = new Promise<void>((resolve) => daemon.once('exit', () => resolve()))
  const stop = async () => {
    daemon.kill('SIGTERM')
    await ended
    run('umount', '-l', disk)
    rmSync(folder, { recursive: true, force: true })
  }
  const docker = (...args: string[]) => run('docker', '-H', host, ...args)
  const answers = () => {
    try {
      return docker('info').length > 0
    } catch {
      return false
    }
  }
  while (!answers()) {
    if (daemon.exitCode !== null) {
      const said = readFileSync(log, 'utf8').split('\n').slice(-4).join(' ')
      await stop()
      return `a second engine cannot be started here: ${said}`
    }
    await delay(200)
  }
  const libraries = programs.flatMap((program) => run('ldd', program).match(/\/\S+/g) ?? [])
  const archive = join(folder, 'image.tar')
  run('tar', '-chf', archive, '--absolute-names', ...new Set([...programs, ...libraries]))
  docker('import', archive, 'casebench-test/small:1')
  rmSync(archive)
  return { host, image: 'casebench-test/small:1', disk, docker, stop }
}
