import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, rename, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import type Docker from 'dockerode'
import { BenchError, cancelled } from '../../shared/contract/error.ts'
import { runCommand } from '../engine/run.ts'
import { plainEnvironment, type Standing, standingOf, takeBack } from './take-back.ts'

/** Copies what volumes hold, with owners, modes, links and times. */
export interface VolumeCopy {
  /**
   * Makes `to` hold what `from` holds and nothing else; with null it is emptied. `known` is what stood in `to` when it
   * held just that: then only what changed since is copied.
   */
  replace(from: string | null, to: string, options: { known?: Standing; signal: AbortSignal }): Promise<void>
  /** What stands in a volume now; empty where this way of copying cannot tell. */
  standing(name: string): Promise<Standing>
  /** Bytes that a volume takes on its disk. */
  size(name: string, signal: AbortSignal): Promise<number>
  /** Waits until what was replaced is gone from the disk too. */
  settle(): Promise<void>
}

/**
 * The quickest way to copy volumes of an engine: straight on the disk where its folders are ours to reach, else in a
 * helper container of an image that is there already.
 */
export const volumeCopy = async (
  docker: Docker,
  options: {
    images: readonly string[]
    labels: Readonly<Record<string, string>>
    /** False where the engine's folders must not be touched, even if they could be. */
    mayReach?: boolean
  },
): Promise<VolumeCopy> => {
  const { DockerRootDir, Name } = (await docker.info()) as { DockerRootDir: string; Name: string }
  const here =
    options.mayReach !== false &&
    process.platform === 'linux' &&
    process.getuid?.() === 0 &&
    Name === hostname()
  if (!here || !isAbsolute(DockerRootDir) || !existsSync(DockerRootDir)) return inContainer(docker, options)
  return onDisk(docker, DockerRootDir)
}

const onDisk = (docker: Docker, root: string): VolumeCopy => {
  const placeOf = async (name: string): Promise<string> => {
    const { Mountpoint, Driver } = await docker.getVolume(name).inspect()
    if (Driver === 'local' && Mountpoint.startsWith(`${root}/`)) return Mountpoint
    throw new BenchError('refused', `The volume ${name} is not on this disk (${Driver}). It was not copied.`)
  }
  /** What was replaced; removed when every copy is done, since both wait for the same disk. */
  const leaving = new Set<string>()
  return {
    async replace(from, to, { known = {}, signal }) {
      const target = await placeOf(to)
      const fresh = join(dirname(target), 'casebench-new')
      const old = join(dirname(target), 'casebench-old')
      // A crash between the two renames left it without its folder.
      if (!existsSync(target) && existsSync(old)) await rename(old, target)
      await rm(fresh, { recursive: true, force: true })
      await rm(old, { recursive: true, force: true })
      if (from !== null && Object.keys(known).length > 0) {
        const back = takeBack(await placeOf(from), target, { known, signal }).catch((error: unknown) => {
          if (signal.aborted) throw cancelled()
          throw copyError(error instanceof Error ? error.message : String(error))
        })
        if (await back) return
      }
      if (from === null) await emptyLike(target, fresh)
      else await command('cp', ['-a', '--reflink=auto', await placeOf(from), fresh], signal)
      await rename(target, old)
      await rename(fresh, target)
      leaving.add(old)
    },
    standing: async (name) => standingOf(await placeOf(name)),
    async size(name, signal) {
      const { stdout } = await command('du', ['-sk', await placeOf(name)], signal)
      return sizeIn(stdout)
    },
    async settle() {
      for (const old of leaving) await rm(old, { recursive: true, force: true })
      leaving.clear()
    },
  }
}

const emptyLike = async (model: string, path: string): Promise<void> => {
  const { mode, uid, gid } = await stat(model)
  await mkdir(path)
  await chown(path, uid, gid)
  await chmod(path, mode & 0o7777)
}

const sizeIn = (said: string): number => Number(/^\d+/.exec(said)?.[0] ?? 0) * 1024

const command = async (
  file: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<{ stdout: string }> => {
  const { exitCode, stdout, stderr } = await runCommand({
    file,
    args,
    folder: '/',
    env: plainEnvironment(),
    signal,
  })
  if (exitCode !== 0) throw copyError(stderr)
  return { stdout }
}

const copyError = (said: string): BenchError => {
  if (/No space left|Disk quota/i.test(said))
    return new BenchError(
      'disk-full',
      'The disk is full. The environment is as it was. Free some space ("casebench env reclaim") and try again.',
    )
  const line = said.trim().split('\n').at(-1)?.slice(0, 300) ?? ''
  return new BenchError('engine', `A volume could not be copied: ${line} The snapshot was not used.`)
}

const clear =
  'find /casebench-to -mindepth 1 -delete 2>/dev/null || rm -rf /casebench-to/* /casebench-to/.[!.]* /casebench-to/..?*'
/** `cp` of small images knows no reflinks. */
const copy =
  'cp -a --reflink=auto /casebench-from/. /casebench-to/ 2>/dev/null || cp -a /casebench-from/. /casebench-to/'

/** What a shell answers where it cannot do what it is told (POSIX, Shell Command Language 2.8.2). */
const noProgram = new Set([126, 127])

const inContainer = (
  docker: Docker,
  { images, labels }: { images: readonly string[]; labels: Readonly<Record<string, string>> },
): VolumeCopy => {
  const first = async (helper: Omit<Helper, 'Image' | 'labels'>): Promise<string> => {
    for (const Image of images) {
      const done = await runHelper(docker, { ...helper, Image, labels })
      if (done === null) continue
      if (done.exitCode !== 0) throw copyError(done.said)
      return done.said
    }
    throw new BenchError(
      'refused',
      'No image of this environment has a shell and cp, which copying volumes needs. Nothing was changed.',
    )
  }
  return {
    async replace(from, to, { signal }) {
      await first({ script: from === null ? clear : `${clear}\n${copy}`, from, to, signal })
    },
    async size(name, signal) {
      return sizeIn(await first({ script: 'du -sk /casebench-to', from: null, to: name, signal }))
    },
    standing: async () => ({}),
    settle: async () => undefined,
  }
}

interface Helper {
  Image: string
  labels: Readonly<Record<string, string>>
  script: string
  from: string | null
  to: string
  signal: AbortSignal
}

/** Null where the image has no shell, or not what the script needs. */
const runHelper = async (docker: Docker, { Image, labels, script, from, to, signal }: Helper) => {
  const container = await docker.createContainer({
    Image,
    Entrypoint: ['/bin/sh', '-c', script],
    Cmd: [],
    User: '0:0',
    WorkingDir: '/',
    Tty: true,
    Labels: { ...labels },
    Healthcheck: { Test: ['NONE'] },
    HostConfig: {
      NetworkMode: 'none',
      Binds: [...(from === null ? [] : [`${from}:/casebench-from:ro`]), `${to}:/casebench-to`],
    },
  })
  const kill = () => void container.kill().catch(() => undefined)
  signal.addEventListener('abort', kill, { once: true })
  try {
    signal.throwIfAborted()
    const started = await container.start().then(
      () => true,
      () => false,
    )
    if (!started) return null
    const { StatusCode } = (await container.wait()) as { StatusCode: number }
    if (signal.aborted) throw cancelled()
    if (noProgram.has(StatusCode)) return null
    const said = String(await container.logs({ stdout: true, stderr: true, tail: 50 }))
    return { exitCode: StatusCode, said }
  } finally {
    signal.removeEventListener('abort', kill)
    await container.remove({ force: true, v: true }).catch(() => undefined)
  }
}
