import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type Docker from 'dockerode'
import { BenchError, cancelled } from '../../shared/contract/error.ts'
import { copyCommand, copyError, sizeIn } from './copy-command.ts'
import { type Former, makeSpare, moveSpare, putAside, returnSpare, spareOf, tidySpare } from './spare.ts'
import { planTakeBack, standingOf, type TakeBack } from './take-back.ts'
import type { Staged, VolumeCopy } from './volume-copy.ts'

/** Up to so many bytes are copied into the volume, where there is a spare and where there is none. */
const inPlaceAtMost = { spare: 4e6, none: 64e6 }

/** Copies volumes straight on the disk of an engine whose folders are ours to reach. */
export const onDisk = (docker: Docker, root: string): VolumeCopy => {
  const placeOf = async (name: string): Promise<string> => {
    const { Mountpoint, Driver } = await docker.getVolume(name).inspect()
    if (Driver === 'local' && Mountpoint.startsWith(`${root}/`)) return Mountpoint
    throw new BenchError('refused', `The volume ${name} is not on this disk (${Driver}). It was not copied.`)
  }
  /** What was replaced; removed when every copy is done, since both wait for the same disk. */
  const leaving = new Set<string>()
  const formers = new Map<string, Former>()

  /** Puts what lies beside a volume in its place. */
  const exchange = async (target: string, fresh: string): Promise<string> => {
    const old = join(dirname(target), 'casebench-old')
    await rename(target, old)
    await rename(fresh, target)
    return old
  }

  return {
    async stage(from, to, { known = {}, keeps = false, spareMade, signal }) {
      const target = await placeOf(to)
      const fresh = await clearBeside(target)
      const undo = () => rm(fresh, { recursive: true, force: true })
      if (from === null) {
        await emptyLike(target, fresh)
        const commit = async () => {
          leaving.add(await exchange(target, fresh))
          return null
        }
        return { undo, commit }
      }
      const source = await placeOf(from)
      const said = planTakeBack(source, target, { known, signal })
      const plan = await said.catch((error: unknown) => Promise.reject(failure(error, signal)))
      const back = async () => {
        const old = await exchange(target, fresh)
        const aside = keeps ? await putAside(source, old) : null
        leaving.add(aside ?? old)
        if (aside !== null) formers.set(from, { path: aside, known })
        return null
      }
      const fits = plan !== null && (await freeBytes(target)) > plan.bytes
      let spare = keeps ? await spareOf(source) : null
      if (fits && isQuickInPlace(plan, spare !== null)) return inPlace(plan)
      if (spare === null && keeps) {
        await spareMade?.()
        spare = await spareOf(source)
      }
      if (spare !== null && (await moveSpare(source, fresh))) {
        const standing = spare
        const commit = async () => {
          await back()
          return standing
        }
        return { undo: () => returnSpare(source, fresh), commit }
      }
      try {
        await copyCommand('cp', ['-a', '--reflink=auto', source, fresh], { signal })
      } catch (error) {
        await undo()
        throw error
      }
      return { undo, commit: back }
    },
    standing: async (name) => standingOf(await placeOf(name)),
    size: async (name, signal) => sizeIn(await copyCommand('du', ['-sk', await placeOf(name)], { signal })),
    async makeSpare(name, options) {
      return makeSpare(await placeOf(name), { ...options, former: formers.get(name) ?? null })
    },
    hasSpare: async (name) => (await spareOf(await placeOf(name))) !== null,
    tidySpare: async (name, options) => tidySpare(await placeOf(name), options),
    async settle() {
      for (const old of leaving) await rm(old, { recursive: true, force: true })
      leaving.clear()
    },
  }
}

/** Ends what was cut off beside a volume; answers where something new may lie. */
const clearBeside = async (target: string): Promise<string> => {
  const fresh = join(dirname(target), 'casebench-new')
  const old = join(dirname(target), 'casebench-old')
  // A crash between the two renames left it without its folder.
  if (!existsSync(target) && existsSync(old)) await rename(old, target)
  await rm(fresh, { recursive: true, force: true })
  await rm(old, { recursive: true, force: true })
  return fresh
}

/** It is not to be cancelled, since it is half done until it is done. */
const inPlace = (plan: TakeBack): Staged => ({
  undo: async () => undefined,
  async commit() {
    await plan.act().catch((error: unknown) => Promise.reject(failure(error)))
    return null
  },
})

const isQuickInPlace = ({ bytes, whole }: TakeBack, hasSpare: boolean): boolean =>
  hasSpare ? bytes <= inPlaceAtMost.spare : bytes <= inPlaceAtMost.none || bytes * 2 <= whole

const freeBytes = async (place: string): Promise<number> => {
  const { bavail, bsize } = await statfs(place)
  return bavail * bsize
}

const failure = (error: unknown, signal?: AbortSignal): BenchError => {
  if (signal?.aborted) return cancelled()
  if (error instanceof BenchError) return error
  return copyError(error instanceof Error ? error.message : String(error))
}

const emptyLike = async (model: string, path: string): Promise<void> => {
  const { mode, uid, gid } = await stat(model)
  await mkdir(path)
  await chown(path, uid, gid)
  await chmod(path, mode & 0o7777)
}
