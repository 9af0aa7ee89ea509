import { createWriteStream } from 'node:fs'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { BenchError } from '../../../shared/contract/error.ts'

const mail = /\.(eml|mbox)$/i
/** What makes a folder one of our own exports. */
const exportMark = 'case.json'

const statOf = async (path: string) => {
  try {
    return await stat(path)
  } catch {
    throw new BenchError(
      'not-found',
      `There is no file ${path}, or it may not be read. Nothing was imported.`,
    )
  }
}

const holdsExport = async (folder: string): Promise<boolean> => (await readdir(folder)).includes(exportMark)

const inFolder = async (folder: string): Promise<string[]> => {
  if (await holdsExport(folder)) return [folder]
  const entries = (await readdir(folder, { withFileTypes: true })).sort((a, b) =>
    a.name.localeCompare(b.name, 'en'),
  )
  const found: string[] = []
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isFile() && mail.test(entry.name)) found.push(path)
    if (entry.isDirectory() && (await holdsExport(path))) found.push(path)
  }
  if (found.length > 0) return found
  throw new BenchError(
    'not-found',
    `${folder} holds neither e-mail files nor folders that Casebench exported. Nothing was imported.`,
  )
}

/** The files that the given paths mean: a folder stands for its e-mails, or for the exported cases in it. */
export const expandSources = async (paths: readonly string[]): Promise<string[]> => {
  const found: string[] = []
  for (const path of paths) {
    const isFolder = (await statOf(path)).isDirectory()
    found.push(...(isFolder ? await inFolder(path) : [path]))
  }
  return found
}

/** Standard input as a file, because importers read a file twice; `dispose` removes it. */
export const spoolInput = async (
  stdin: Readable,
  signal: AbortSignal,
): Promise<{ path: string; dispose(): Promise<void> }> => {
  const folder = await mkdtemp(join(tmpdir(), 'casebench-stdin-'))
  const dispose = () => rm(folder, { recursive: true, force: true })
  try {
    const path = join(folder, 'stdin')
    await pipeline(stdin, createWriteStream(path, { mode: 0o600 }), { signal })
    return { path, dispose }
  } catch (error) {
    await dispose()
    throw signal.aborted
      ? new BenchError('cancelled', 'The import was stopped before it began. Nothing was imported.')
      : error
  }
}
