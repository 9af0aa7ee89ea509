import { existsSync } from 'node:fs'
import { lstat, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { BenchError, cancelled } from '../../../shared/contract/error.ts'
import type { Workspace, workspaces } from '../../../shared/contract/workspaces.ts'
import { blobPath } from '../../attachments/blob-store.ts'
import { findAttachment } from '../../attachments/changes.ts'
import { me } from '../../desk/people.ts'
import { identityOf } from '../../git/identity.ts'
import { latestOf } from '../../rpc/latest.ts'
import { openWorkspace, type WorkspaceOptions } from '../open.ts'
import { keepBaseline } from '../rows.ts'
import { adopt, customerRef } from './adopt.ts'
import { type Limits, limits } from './budget.ts'
import { looksPacked } from './format.ts'
import { packedFiles } from './packed-files.ts'
import { messageOf, type Packed, placesOf, plan } from './plan.ts'
import { refusals } from './refusals.ts'
import { type Unpacked, type UnpackJob, type UnpackProgress, unpackInThread } from './thread.ts'

export interface UnpackOptions extends WorkspaceOptions {
  /** The module that the unpacking thread runs. */
  readonly unpackEntry: URL
  readonly limits?: Limits
}

type Input = z.output<(typeof workspaces)['methods']['unpack']['input']>
type Item = z.input<(typeof workspaces)['methods']['unpack']['item']>
type Chosen = Packed & { at: number }

const incomingRef = 'refs/casebench/incoming'

/**
 * Unpacks attachments into the workspace and commits them as the customer's state. Everything is unpacked beside the
 * workspace first: what is cancelled, asked about or cut off by a crash leaves nothing in it.
 */
export async function* unpack(
  options: UnpackOptions,
  input: Input,
  signal: AbortSignal,
): AsyncGenerator<Item> {
  const { git } = options
  const workspace = await openWorkspace(options, input)
  const { path: folder } = workspace
  needCalm(workspace)
  const files = await chooseFiles(options, input)
  const staging = await stagingOf(folder)
  await rm(staging, { recursive: true, force: true })
  const stop = new AbortController()
  const progress = latestOf<UnpackProgress>()
  const prepared = await prepare(options, { workspace, files, staging, allow: input.allow })
  const { job, identity } = prepared
  const before = await leftoversIn(folder)
  let done = false
  const unpacking = unpackInThread(options.unpackEntry, job, {
    signal: AbortSignal.any([signal, stop.signal]),
    onProgress: progress.tell,
  })
  unpacking.then(progress.end, progress.end)
  try {
    for await (const told of progress.items()) yield { type: 'progress', ...told, of: prepared.of }
    const outcome = await unpacking
    if ('question' in outcome) return yield { type: 'question', question: outcome.question }
    const { unpacked } = outcome
    const item = await finish(options, { workspace, staging, parent: job.parent, identity, unpacked })
    done = true
    yield item
  } finally {
    // A reader that went away must not leave the thread writing into a folder that is being removed.
    stop.abort(cancelled())
    await unpacking.catch(() => undefined)
    await rm(staging, { recursive: true, force: true })
    if (!done) await removeLeftovers(folder, before)
    if (existsSync(join(folder, '.git'))) await git.run({ folder, args: ['update-ref', '-d', incomingRef] })
  }
}

/** What the thread has to know, and how many bytes it will read. */
const prepare = async (
  options: UnpackOptions,
  act: { workspace: Workspace; files: readonly Chosen[]; staging: string; allow: Input['allow'] },
) => {
  const { git, database, dataDir } = options
  const { files, staging, allow } = act
  const { path: folder } = act.workspace
  const places = plan(files, await placesOf(git, folder))
  const hashOf = (name: string) =>
    git.text({ folder, args: ['rev-parse', '-q', '--verify', `${name}^{commit}`], exitCodes: [0, 1] })
  const parent = (await hashOf(customerRef)) || (await hashOf('HEAD'))
  const identity = await identityOf(git, folder, await database.read(me, {}))
  const sizes = await Promise.all(files.map(({ sha256 }) => lstat(blobPath(dataDir, sha256))))
  const job: UnpackJob = {
    archives: files.map(({ name, sha256, at }, index) => ({
      file: blobPath(dataDir, sha256),
      name,
      folder: (places[index] ?? '').split('/').filter(Boolean),
      modifiedAt: at,
    })),
    staging,
    workspace: folder,
    ref: incomingRef,
    parent,
    message: messageOf(files, places),
    committer: { name: identity.GIT_COMMITTER_NAME ?? '', email: identity.GIT_COMMITTER_EMAIL ?? '' },
    git: options.gitOptions ?? {},
    allow,
    limits: options.limits ?? limits,
  }
  return { job, identity, of: sizes.reduce((sum, { size }) => sum + size, 0) }
}

const packs = join('objects', 'pack')

/** What a git that was ended leaves in a repository: half a pack, and a report of how it ended. */
const leftoversIn = async (folder: string): Promise<Set<string>> => {
  const found = new Set<string>()
  // A .git that is a file keeps its objects elsewhere; what is left there git prunes in time.
  for (const [place, pattern] of [
    [packs, /^tmp_(pack|idx)_/],
    ['.', /^fast_import_crash_/],
  ] as const)
    for (const name of await readdir(join(folder, '.git', place)).catch(() => []))
      if (pattern.test(name)) found.add(join(folder, '.git', place, name))
  return found
}

const removeLeftovers = async (folder: string, before: ReadonlySet<string>): Promise<void> => {
  for (const path of await leftoversIn(folder)) if (!before.has(path)) await rm(path, { force: true })
}

const finish = async (
  options: UnpackOptions,
  act: {
    workspace: Workspace
    staging: string
    parent: string
    identity: Readonly<Record<string, string>>
    unpacked: Unpacked
  },
): Promise<Item> => {
  const { unpacked, workspace, ...where } = act
  const more = refusals()
  const { caseId, path: folder } = workspace
  await adopt({ ...where, folder, git: options.git, commit: unpacked.commit, refusals: more })
  await options.database.write(keepBaseline, { caseId, baseline: unpacked.commit })
  const placed = more.all()
  return {
    type: 'done',
    path: folder,
    files: unpacked.files,
    bytes: unpacked.bytes,
    refused: [...unpacked.refused, ...placed.refused],
    refusedMore: unpacked.refusedMore + placed.refusedMore,
    commit: unpacked.commit,
  }
}

const needCalm = ({ state, notice, problem, path }: Workspace) => {
  if (state !== 'plain')
    throw new BenchError('busy', `${notice} Nothing was unpacked; do it when that is done.`)
  if (problem) throw new BenchError('refused', problem)
  if (existsSync(join(path, '.git', 'index.lock')))
    throw new BenchError(
      'busy',
      'Another git is working in this workspace. Nothing was unpacked; try again when it is done.',
    )
}

/** What was asked for, or every attachment whose name says that it is packed. Throws `not-found`, `invalid`. */
const chooseFiles = async ({ database, dataDir }: UnpackOptions, { caseId, files, names }: Input) => {
  const found = names.map((nameOrSha256) => database.read(findAttachment, { caseKey: caseId, nameOrSha256 }))
  const wanted = [...files, ...(await Promise.all(found))]
  const all = await database.read(packedFiles, { caseId })
  const asked = (one: Packed) => wanted.some(({ name, sha256 }) => name === one.name && sha256 === one.sha256)
  const chosen = all.filter(wanted.length > 0 ? asked : ({ name }) => looksPacked(name))
  if (files.some((file) => !chosen.some(({ sha256, name }) => name === file.name && sha256 === file.sha256)))
    throw new BenchError(
      'not-found',
      'One of these attachments is not on this case (any more). Nothing was unpacked.',
    )
  if (chosen.length === 0)
    throw new BenchError(
      'invalid',
      'This case has no attachment that can be unpacked. Attach an archive first.',
    )
  for (const { name, sha256 } of chosen)
    if (!existsSync(blobPath(dataDir, sha256)))
      throw new BenchError('not-found', `The bytes of ${name} are not on this bench. Nothing was unpacked.`)
  return chosen
}

/** Where files wait, on the same disk as the workspace: in its git folder, or beside the files where that lies elsewhere. */
const stagingOf = async (folder: string): Promise<string> =>
  (await lstat(join(folder, '.git'))).isDirectory()
    ? join(folder, '.git', 'casebench-unpacking')
    : join(folder, '.casebench-unpacking')
