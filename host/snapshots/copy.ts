import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { isAbsolute } from 'node:path'
import type Docker from 'dockerode'
import { BenchError, cancelled } from '../../shared/contract/error.ts'
import { copyError, sizeIn } from './copy-command.ts'
import { onDisk } from './on-disk.ts'
import type { VolumeCopy } from './volume-copy.ts'

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
    async stage(from, to, { signal }) {
      const script = from === null ? clear : `${clear}\n${copy}`
      const commit = async () => {
        await first({ script, from, to, signal })
        return null
      }
      return { undo: async () => undefined, commit }
    },
    async size(name, signal) {
      return sizeIn(await first({ script: 'du -sk /casebench-to', from: null, to: name, signal }))
    },
    standing: async () => ({}),
    makeSpare: async () => false,
    hasSpare: async () => false,
    tidySpare: async () => undefined,
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
