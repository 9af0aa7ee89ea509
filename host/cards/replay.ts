import { createReadStream } from 'node:fs'
import { chmod, copyFile, mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CallContext, Handlers } from '../../shared/contract/define.ts'
import { BenchError } from '../../shared/contract/error.ts'
import type { runs } from '../../shared/contract/runs.ts'
import type { CardManifest } from '../../shared/domain/stack/card.ts'
import type { Run } from '../../shared/domain/stack/run.ts'
import { createCase } from '../cases/changes.ts'
import type { Database } from '../database/threads.ts'
import { allowDangers } from '../environments/rows.ts'
import type { EnvironmentRunner } from '../environments/runner.ts'
import { syncFolder } from '../files/durable.ts'
import { keepCheck } from '../runs/rows.ts'
import type { EnsuredImage } from '../vault/ensure.ts'
import type { OpenCard } from './open.ts'
import { sha256Of } from './write.ts'

export interface ReplayOptions {
  database: Pick<Database, 'write'>
  workspace(caseId: string): Promise<string>
  /** Null where this host runs none. */
  environments: EnvironmentRunner | null
  /** Makes a snapshot of a case of what a card brought. */
  carryIn(input: {
    caseId: string
    name: string
    volumes: { name: string; tar: NodeJS.ReadableStream }[]
  }): Promise<void>
  check: Handlers<typeof runs>['check']
  /** Sees to it that the engine has images, out of the vault where it must. */
  ensure(images: readonly string[], signal: AbortSignal): Promise<EnsuredImage[]>
}

const files = 'workspace/'

/** Makes a case of a card that was checked, with the card's files as its workspace. */
const makeCase = async (
  options: ReplayOptions,
  card: OpenCard,
): Promise<{ id: string; ref: string; root: string }> => {
  const { manifest } = card
  const title = `${manifest.title} (repro card of ${manifest.ref})`.slice(0, 500)
  const { id, ref } = await options.database.write(createCase, {
    title,
    kind: 'defect',
    severity: 3,
    status: 'open',
    description: `Made of the repro card of ${manifest.ref}.`,
    tags: ['repro-card'],
  })
  const root = await options.workspace(id)
  for (const { path, executable } of manifest.members) {
    if (!path.startsWith(files)) continue
    const target = join(root, path.slice(files.length))
    await mkdir(dirname(target), { recursive: true })
    await copyFile(card.fileOf(path), target)
    await chmod(target, executable ? 0o755 : 0o644)
  }
  await syncFolder(root)
  if (manifest.command !== null)
    await options.database.write(keepCheck, { caseId: id, command: manifest.command })
  return { id, ref, root }
}

/** Files of the workspace that are not (any more) those of the card. */
const changedFiles = async (
  root: string,
  { members }: CardManifest,
): Promise<{ files: number; changed: string[] }> => {
  const changed: string[] = []
  let same = 0
  for (const { path, sha256 } of members) {
    if (!path.startsWith(files)) continue
    const bytes = await readFile(join(root, path.slice(files.length))).catch(() => null)
    if (bytes !== null && sha256Of(bytes) === sha256) same += 1
    else changed.push(path.slice(files.length))
  }
  return { files: same, changed }
}

/** The images that a card needs, from the engine or the vault. Throws `image-missing`. */
const needImages = async (
  options: ReplayOptions,
  { services }: CardManifest,
  signal: AbortSignal,
): Promise<string[]> => {
  const named = services.filter(({ image }) => image !== '')
  if (named.length === 0) return []
  const found = await options.ensure([...new Set(named.map(({ image }) => image))], signal)
  const missing = found.filter(({ from }) => from === 'missing').map(({ image }) => image)
  if (missing.length > 0)
    throw new BenchError(
      'image-missing',
      `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} neither in the engine nor in the vault. The check was not run. Bring ${missing.length === 1 ? 'it' : 'them'} into the vault from where the card was made: in an archive, or over your team's service.`,
      { images: missing },
    )
  return named.flatMap(({ name, image, imageId }) => {
    const here = found.find((one) => one.image === image)
    return imageId === '' || here?.imageId === imageId
      ? []
      : [
          `${name} runs another image than the card was made with: ${image} is ${here?.imageId.slice(0, 19)}… here.`,
        ]
  })
}

/** Starts the environment from the volumes that the card brought. */
const fillVolumes = async (
  options: ReplayOptions,
  card: OpenCard,
  { caseId, signal }: { caseId: string; signal: AbortSignal },
): Promise<void> => {
  const volumes = card.manifest.volumes.map(({ name, member }) => ({
    name,
    tar: createReadStream(card.fileOf(member)),
  }))
  await options.carryIn({ caseId, name: 'card', volumes })
  await options.environments?.up(caseId, { snapshot: 'card', signal })
}

/** Makes a case of a card, runs its check there, and compares what it says with what the card says. */
export async function* replay(
  options: ReplayOptions,
  card: OpenCard,
  { keepUp, allow, context }: { keepUp: boolean; allow: readonly string[]; context: CallContext },
) {
  const { manifest } = card
  const { signal } = context
  let made: Awaited<ReturnType<typeof makeCase>> | null = null
  const progress = (text: string) => ({
    type: 'progress' as const,
    text,
    made: made && { caseId: made.id, ref: made.ref },
  })
  const stack = manifest.members.some(({ path }) => path.startsWith(`${files}environment/`))
  if (stack) yield progress('Looking for its images.')
  const notes = stack ? await needImages(options, manifest, signal) : []
  made = await makeCase(options, card)
  if (allow.length > 0)
    await options.database.write(allowDangers, { caseId: made.id, dangers: allow, allow: true })
  yield progress(`Made ${made.ref} of it.`)
  let run: Run | undefined
  try {
    if (manifest.volumes.length > 0) {
      yield progress('Filling its volumes.')
      await fillVolumes(options, card, { caseId: made.id, signal })
    }
    const asked = { caseId: made.id, repeat: manifest.repeat, untilReproduced: false, asIs: false }
    const timeoutSeconds = Math.max(1, Math.ceil(manifest.timeoutMs / 1000))
    for await (const step of options.check({ ...asked, timeoutSeconds }, context)) {
      if (step.type === 'up') yield progress('Starting its services.')
      else if (step.type === 'repeat')
        yield progress(`Execution ${step.number} of ${manifest.repeat} is over.`)
      else if (step.type === 'done') run = step.run
    }
  } finally {
    if (!keepUp && stack)
      await options.environments?.down(made.id, { purge: true, signal: AbortSignal.timeout(300_000) })
  }
  if (!run?.verdict)
    throw new BenchError(
      'invalid',
      `The check of ${made.ref} ended without a verdict. The case is kept; look at its runs.`,
    )
  const { verdict } = run
  const expected = manifest.expected?.verdict ?? null
  yield {
    type: 'done' as const,
    caseId: made.id,
    ref: made.ref,
    run,
    verdict,
    expected,
    same: expected === null ? null : expected === verdict,
    ...(await changedFiles(made.root, manifest)),
    notes: [...notes, ...manifest.notes],
  }
}
