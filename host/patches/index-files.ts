import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'
import type { Scratch } from './scratch.ts'
import type { SourceFile } from './source.ts'

export interface Entry {
  readonly mode: string
  readonly hash: string
}

/** Puts files into the index of an empty repository; paths are text. */
export const putFiles = async (scratch: Scratch, files: ReadonlyMap<string, SourceFile>): Promise<void> => {
  if (files.size === 0) return
  const folder = join(scratch.folder, 'in')
  await mkdir(folder, { recursive: true })
  const paths = await Promise.all(
    [...files.values()].map(async ({ bytes }, at) => {
      const path = join(folder, String(at))
      await writeFile(path, bytes)
      return path
    }),
  )
  const hashes = (
    await scratch.text({
      args: ['hash-object', '-w', '--no-filters', '--stdin-paths'],
      input: `${paths.join('\n')}\n`,
    })
  ).split('\n')
  const lines = [...files].map(([path, { mode }], at) => `${mode} ${hashes[at]} 0\t${path}\0`)
  await scratch.run({ args: ['update-index', '-z', '--index-info'], input: lines.join('') })
}

/** The index, by path and stage; 0 is a settled file, 1 to 3 are base, ours and the patch's of one that is not. */
export const readIndex = async (scratch: Scratch): Promise<Map<string, Map<number, Entry>>> => {
  const { stdout } = await scratch.run({ args: ['ls-files', '-s', '-z'] })
  const index = new Map<string, Map<number, Entry>>()
  for (const line of stdout.toString('utf8').split('\0')) {
    const [, mode, hash, stage, path] = /^(\d{6}) ([0-9a-f]+) ([0-3])\t(.*)$/s.exec(line) ?? []
    if (!mode || !hash || path === undefined) continue
    const stages = index.get(path) ?? new Map<number, Entry>()
    stages.set(Number(stage), { mode, hash })
    index.set(path, stages)
  }
  return index
}

export const readBlobOf = async (scratch: Scratch, { hash }: Entry): Promise<Buffer> =>
  (await scratch.run({ args: ['cat-file', 'blob', hash] })).stdout

/** Both sides of a file that a merge could not settle, between markers. Throws `conflict` for what is no text. */
export const mergeStages = async (scratch: Scratch, stages: ReadonlyMap<number, Entry>): Promise<Buffer> => {
  const folder = join(scratch.folder, 'merge')
  await mkdir(folder, { recursive: true })
  const names = ['before', 'here', 'patch']
  for (const [at, name] of names.entries()) {
    const entry = stages.get(at + 1)
    await writeFile(join(folder, name), entry ? await readBlobOf(scratch, entry) : '')
  }
  const { stdout, exitCode } = await scratch.run({
    args: [
      ...['merge-file', '-p', '-q', '-L', 'as it stands', '-L', 'before the patch', '-L', 'the patch'],
      ...['here', 'before', 'patch'].map((name) => join('merge', name)),
    ],
    exitCodes: Array.from({ length: 256 }, (_, code) => code),
  })
  // The exit code counts conflicts up to 127; 255 is a failure, such as of binary files (git-merge-file(1)).
  if (exitCode > 127) throw new BenchError('conflict', 'Both sides changed a file that is no text.')
  return stdout
}
