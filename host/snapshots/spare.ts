import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { copyCommand } from './copy-command.ts'
import { planTakeBack, type Standing, standingOf } from './take-back.ts'

/**
 * A second copy of what a snapshot holds of one volume, in the folder of the first and removed with it by the engine. Going
 * back moves it to the place of the volume, which takes no time, and another is made of what was there before.
 */
const spareName = 'casebench-spare'
const factsName = 'casebench-spare.json'
const makingName = 'casebench-making'
const goneName = 'casebench-gone-'

/** What stays free of a disk, whatever its size: a spare is a comfort. */
const staysFreeAtMost = 20e9

const facts = z.object({ boot: z.string(), standing: z.record(z.string(), z.string()) })

/**
 * Of this start of the machine. A spare is not waited for until the disk has it, so after a loss of power it may be half
 * there; it counts only until the machine starts anew.
 */
const bootId = () => readFile('/proc/sys/kernel/random/boot_id', 'utf8')

/** What stands in the spare of a snapshot's volume; null where there is none. */
export const spareOf = async (place: string): Promise<Standing | null> => {
  const folder = dirname(place)
  if (!existsSync(join(folder, spareName))) return null
  try {
    const { boot, standing } = facts.parse(JSON.parse(await readFile(join(folder, factsName), 'utf8')))
    return boot === (await bootId()) ? standing : null
  } catch {
    // Cut off when it was made.
    return null
  }
}

/** Moves a spare to a place on the same disk; false where that is another disk. */
export const moveSpare = async (place: string, to: string): Promise<boolean> => {
  try {
    await rename(join(dirname(place), spareName), to)
    return true
  } catch {
    return false
  }
}

/** Puts back a spare that was not used after all. */
export const returnSpare = (place: string, from: string): Promise<void> =>
  rename(from, join(dirname(place), spareName))

/** Puts what a volume held before beside the copy, out of the volume's own folder; null where that is another disk. */
export const putAside = async (place: string, old: string): Promise<string | null> => {
  const aside = await mkdtemp(join(dirname(place), goneName))
  try {
    await rename(old, aside)
    return aside
  } catch {
    await rm(aside, { recursive: true, force: true })
    return null
  }
}

/** What a volume held before it was taken back, and what stood there when it was as the snapshot. */
export interface Former {
  readonly path: string
  readonly known: Standing
}

/** Makes a spare, out of what was there before where little of that changed. False where the disk has no room for one. */
export const makeSpare = async (
  place: string,
  { former, bytes, signal }: { former: Former | null; bytes: number; signal: AbortSignal },
): Promise<boolean> => {
  if ((await spareOf(place)) !== null) return true
  const folder = dirname(place)
  const making = join(folder, makingName)
  await rm(making, { recursive: true, force: true })
  const { bavail, blocks, bsize } = await statfs(folder)
  if (bavail * bsize - bytes < Math.min(staysFreeAtMost, (blocks * bsize) / 10)) return false
  try {
    const plan = former && (await planTakeBack(place, former.path, { known: former.known, signal }))
    if (former && plan && plan.bytes * 2 <= plan.whole) {
      await plan.act(signal)
      await rename(former.path, making)
    } else await copyCommand('cp', ['-a', '--reflink=auto', place, making], { signal })
    const standing = await standingOf(making)
    await rm(join(folder, spareName), { recursive: true, force: true })
    await writeFile(join(folder, factsName), JSON.stringify({ boot: await bootId(), standing }), {
      mode: 0o600,
    })
    await rename(making, join(folder, spareName))
    return true
  } catch (error) {
    await rm(making, { recursive: true, force: true })
    throw error
  }
}

/** Removes what was left by a making that was cut off; with `all` the spare as well. */
export const tidySpare = async (place: string, { all }: { all: boolean }): Promise<void> => {
  const folder = dirname(place)
  for (const name of await readdir(folder).catch(() => []))
    if (name === makingName || name.startsWith(goneName) || (all && [spareName, factsName].includes(name)))
      await rm(join(folder, name), { recursive: true, force: true })
}
