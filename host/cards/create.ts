import { createReadStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { BenchError } from '../../shared/contract/error.ts'
import { type CardManifest, cardLimits } from '../../shared/domain/stack/card.ts'
import { environmentLock } from '../../shared/domain/stack/lock.ts'
import type { Run, RunFile } from '../../shared/domain/stack/run.ts'
import { blobPath } from '../attachments/blob-store.ts'
import { caseDetail } from '../cases/detail.ts'
import type { Database } from '../database/threads.ts'
import { syncFolder } from '../files/durable.ts'
import { checkOf, listRuns } from '../runs/rows.ts'
import { collectFiles } from './collect.ts'
import { masker, secretsIn } from './mask.ts'
import { cardBytes, type Member, writeCard } from './write.ts'

export interface CreateOptions {
  database: Pick<Database, 'read'>
  dataDir: string
  /** The folder of a case's workspace. */
  workspace(caseId: string): Promise<string>
  /** The volumes of a snapshot, where they are small. */
  carryOut(input: { caseId: string; name: string }): Promise<{ name: string; tar: Buffer }[]>
  /** The images that the Compose file of a workspace names. */
  imagesOf(workspace: string): Promise<string[]>
}

/** Bytes of one file of evidence that go along; a recording of hours stays on the case. */
const evidenceAtMost = 32 * 1024 * 1024
const runsLookedAt = 200

/** Writes the card of a case; the same state gives the same bytes. Throws `exists`, `no-check`, `too-large`. */
export const createCard = async (
  options: CreateOptions,
  input: CardContents & { path: string; overwrite: boolean },
) => {
  const target = resolve(input.path)
  const taken = await stat(target).catch(() => undefined)
  if (taken?.isDirectory()) throw new BenchError('exists', `${target} is a folder. Name the file to write.`)
  if (taken && !input.overwrite)
    throw new BenchError('exists', `${target} exists already. Nothing was written.`)
  const { manifest, members } = await cardContents(options, input)
  const part = join(dirname(target), `.${basename(target)}.${process.pid}.part`)
  try {
    const written = await writeCard(part, cardBytes(manifest, members))
    await rename(part, target)
    await syncFolder(dirname(target))
    return { path: target, ...written }
  } finally {
    await rm(part, { force: true })
  }
}

export interface CardContents {
  caseId: string
  keepSecrets: boolean
  snapshot: string | null
}

/** What goes into the card of a case. Throws `no-check`, `too-large`. */
export const cardContents = async (
  options: CreateOptions,
  { caseId, keepSecrets, snapshot }: CardContents,
): Promise<{ manifest: Omit<CardManifest, 'members'>; members: Member[] }> => {
  const { database } = options
  const { case: found } = await database.read(caseDetail, { key: caseId })
  const { command } = await database.read(checkOf, { caseId })
  const root = await options.workspace(caseId)
  const { files, notes } = await collectFiles(root, command)
  if (command === null && !files.some(({ path }) => path === 'repro.sh'))
    throw new BenchError(
      'no-check',
      'There is no repro.sh in the workspace and no command that checks this case, so a card would prove nothing. Nothing was written. Write one, run the check, then try again.',
    )
  const texts = files.map(({ bytes }) => textOf(bytes)).filter((text) => text !== null)
  const secrets = keepSecrets ? [] : secretsIn([...texts, command ?? ''])
  const mask = masker(secrets)
  if (secrets.length > 0)
    notes.push(
      secrets.length === 1
        ? 'One secret was masked, by a word of its own.'
        : `${secrets.length} secrets were masked, each by a word of its own.`,
    )
  const run = await newestRun(options, caseId)
  const evidence = run ? await evidenceOf(options, run, secrets.length > 0 ? mask : null, notes) : []
  const lock = await lockOf(options, run)
  const images = await options.imagesOf(root).catch(() => [])
  const carried = snapshot === null ? [] : await options.carryOut({ caseId, name: snapshot })
  if (carried.length > 0 && secrets.length > 0)
    notes.push(
      'The data of its volumes is as it was: it may hold secrets, and passwords that were masked elsewhere.',
    )
  const members = [
    ...files.map(({ path, bytes, executable }) => ({
      path: `workspace/${path}`,
      executable,
      bytes: masked(bytes, mask),
    })),
    ...evidence,
    ...carried.map(({ name, tar }) => ({ path: memberOf(name), executable: false, bytes: tar })),
  ]
  const bytes = members.reduce((sum, one) => sum + one.bytes.length, 0)
  if (members.length > cardLimits.members || bytes > cardLimits.bytes)
    throw new BenchError('too-large', 'This would be larger than a card may be. Nothing was written.')
  const manifest = {
    casebenchCard: 1 as const,
    ref: found.ref,
    title: mask(found.title),
    command: command === null ? null : mask(command),
    repeat: run?.repeat ?? 1,
    timeoutMs: run?.timeoutMs ?? 600_000,
    expected: run?.verdict
      ? { verdict: run.verdict, exitCodes: run.repeats.map(({ exitCode }) => exitCode) }
      : null,
    services:
      lock?.services.map(({ name, image, imageId, digest, version }) => ({
        name,
        image,
        imageId,
        digest,
        version,
      })) ?? images.map((image) => ({ name: '', image, imageId: '', digest: '', version: '' })),
    snapshot,
    volumes: carried.map(({ name }) => ({ name, member: memberOf(name) })),
    notes,
  }
  return { manifest, members }
}

const memberOf = (volume: string): string => `volumes/${safeName(volume)}.tar`

/** The text of a file; null where it is none. */
const textOf = (bytes: Buffer): string | null => {
  if (bytes.subarray(0, 8000).includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    // Bytes of no encoding that we could mask in.
    return null
  }
}

const masked = (bytes: Buffer, mask: (text: string) => string): Buffer => {
  const text = textOf(bytes)
  if (text === null) return bytes
  const clean = mask(text)
  return clean === text ? bytes : Buffer.from(clean)
}

/** The newest run that came to its end, and that is no step of a bisection. */
const newestRun = async ({ database }: CreateOptions, caseId: string): Promise<Run | undefined> =>
  (await database.read(listRuns, { caseId, limit: runsLookedAt })).find(
    ({ state, bisectionId }) => state === 'finished' && bisectionId === null,
  )

const safeName = (name: string): string => name.replaceAll(/[^\w.-]/g, '_').slice(0, 150)

const evidenceOf = async (
  { dataDir }: CreateOptions,
  run: Run,
  mask: ((text: string) => string) | null,
  notes: string[],
): Promise<Member[]> => {
  const members: Member[] = []
  for (const [at, file] of run.files.entries()) {
    if (file.bytes > evidenceAtMost) {
      notes.push(`${file.name} is larger than 32 MB and was left out.`)
      continue
    }
    const bytes = await readBlobWhole(dataDir, file)
    const clean = mask === null ? bytes : maskedEvidence(file, bytes, mask)
    if (clean === null) notes.push(`${file.name} could not be read to mask secrets in it, and was left out.`)
    else
      members.push({
        path: `evidence/${at + 1}-${file.role}-${safeName(file.name)}`,
        executable: false,
        bytes: clean,
      })
  }
  return members
}

const maskedEvidence = (file: RunFile, bytes: Buffer, mask: (text: string) => string): Buffer | null => {
  if (!file.name.endsWith('.gz')) return masked(bytes, mask)
  try {
    return gzipSync(masked(gunzipSync(bytes, { maxOutputLength: cardLimits.memberBytes }), mask))
  } catch {
    // Larger than a card takes once it is unpacked.
    return null
  }
}

const readBlobWhole = async (dataDir: string, { sha256 }: RunFile): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of createReadStream(blobPath(dataDir, sha256))) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const lockOf = async ({ dataDir }: CreateOptions, run: Run | undefined) => {
  const file = run?.files.find(({ role }) => role === 'lock')
  if (!file || file.bytes > evidenceAtMost) return null
  const read = environmentLock.safeParse(JSON.parse((await readBlobWhole(dataDir, file)).toString('utf8')))
  return read.success ? read.data : null
}
