import { BenchError } from '../../shared/contract/error.ts'
import { storeBytes } from '../attachments/blob-store.ts'
import { searchableText } from '../attachments/searchable-text.ts'
import type { Database } from '../database/threads.ts'
import type { Git } from '../git/git.ts'
import { workspaceFolder } from '../workspace/folder.ts'
import type { Piece } from './rows.ts'

export interface EvidenceOptions {
  readonly database: Database
  readonly dataDir: string
  readonly git: Git
  newId(): string
  /** Milliseconds since the epoch. */
  now(): number
  /** What a block printed as a person read it. */
  blockText(input: { id: string; number: number; mostBytes: number }): Promise<{ text: string }>
}

/** Stores bytes under a name; the attachment is found by its own text. */
export const store = async (
  { dataDir, newId }: EvidenceOptions,
  { name, bytes }: { name: string; bytes: Uint8Array },
): Promise<Piece['file']> => {
  const uploadId = newId()
  const { sha256, bytes: size } = await storeBytes(bytes, dataDir, uploadId)
  const text = await searchableText(dataDir, { name, sha256, bytes: size })
  return { uploadId, name, sha256, bytes: size, text }
}

/** As `store`, for a text that is found by something else than what is stored. */
export const storeText = async (
  options: EvidenceOptions,
  { name, text, searched }: { name: string; text: string; searched: string },
): Promise<Piece['file']> => ({
  ...(await store(options, { name, bytes: Buffer.from(text) })),
  text: searched.slice(0, 64 * 1024),
})

/** The folder of a case's workspace. Throws `no-workspace`. */
export const needWorkspace = async ({ database }: EvidenceOptions, caseId: string): Promise<string> => {
  const found = await database.read(workspaceFolder, { caseId })
  if (found) return found.path
  throw new BenchError('no-workspace', 'This case has no workspace, so there is nothing of it to attach.')
}

/** The commit that a workspace stands at; null where it has none or git is missing. */
export const headOfWorkspace = async (
  { git }: Pick<EvidenceOptions, 'git'>,
  folder: string,
): Promise<string | null> => {
  const args = ['rev-parse', '-q', '--verify', 'HEAD']
  const text = await git.text({ folder, args, exitCodes: [0, 1, 128] }).catch(() => '')
  return /^[0-9a-f]{40,64}$/.test(text) ? text : null
}
