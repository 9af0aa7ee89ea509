import type { z } from 'zod'
import type { bisections } from '../../shared/contract/bisections.ts'
import type { Handlers } from '../../shared/contract/define.ts'
import { BenchError, cancelled } from '../../shared/contract/error.ts'
import type { Bisection, BisectionPlan } from '../../shared/domain/stack/bisection.ts'
import { storeBytes } from '../attachments/blob-store.ts'
import { needPaths } from '../attachments/service.ts'
import { masker, secretsIn } from '../cards/mask.ts'
import { caseDetail } from '../cases/detail.ts'
import type { Git } from '../git/git.ts'
import { live } from '../rpc/live.ts'
import { channel } from '../runs/channel.ts'
import { checkOf, getRun } from '../runs/rows.ts'
import { needSnapshot } from '../snapshots/acts.ts'
import { attachedEvidence } from '../timeline/read.ts'
import { openWorkspace } from '../workspace/open.ts'
import { cardText, detailOf, provingSteps } from './card.ts'
import {
  attachBisection,
  beginBisection,
  getBisection,
  listBisections,
  pauseRunning,
  type StoredBisection,
  setBisection,
} from './rows.ts'
import { goOn, putBack, type SessionOptions, type Told } from './session.ts'
import { differencesOf } from './settings/configurations.ts'
import { readSides } from './settings/read-files.ts'
import { type LocalTags, versionsToTry } from './versions.ts'

export interface BisectionsOptions extends SessionOptions {
  readonly git: Git
  readonly localTags: LocalTags
  newId(): string
}

export interface Bisections {
  readonly handlers: Handlers<typeof bisections>
  close(): Promise<void>
}

type Asked = z.output<(typeof bisections)['methods']['run']['input']>
type Begun = Exclude<Asked, { mode: 'resume' }>

/** Opens the bisections. Those that ran when the bench went away are paused: the step under way is done again. */
export const openBisections = async (options: BisectionsOptions): Promise<Bisections> => {
  const { database, runs } = options
  await database.write(pauseRunning, {
    problem:
      'The bench ended in the middle of it. Every finished step is kept, and so are the volumes of the environment; resume it to go on, or cancel it.',
  })
  const running = new Map<string, { stop: AbortController; over: Promise<unknown> }>()
  const handlers: Bisections['handlers'] = {
    async *run(asked, context) {
      if (asked.mode === 'settings' && [asked.works, asked.fails].some(isAbsolute)) needPaths(context)
      const before = asked.mode === 'resume' ? await resumable(options, asked.id) : null
      const stop = new AbortController()
      const signal = AbortSignal.any([context.signal, stop.signal])
      const release = await runs.hold(before?.caseId ?? (asked as Begun).caseId, signal)
      try {
        const id = before?.id ?? (await begin(options, asked as Begun))
        const told = channel<Told>()
        const over = goOn(options, { id, signal, tell: told.push })
        running.set(id, { stop, over })
        // It is awaited by the channel; until then a failure must not go unhandled.
        over.catch(() => undefined)
        try {
          yield { type: 'began' as const, bisection: shown(await database.read(getBisection, { id })) }
          yield* told.until(over)
        } finally {
          stop.abort(cancelled())
          await over.catch(() => undefined)
          running.delete(id)
        }
        yield { type: 'done' as const, bisection: shown(await database.read(getBisection, { id })) }
      } finally {
        release()
      }
    },
    async pause({ id }) {
      const found = running.get(id)
      found?.stop.abort(cancelled())
      await found?.over.catch(() => undefined)
      return {}
    },
    async cancel({ id }) {
      if (running.has(id)) throw new BenchError('busy', 'This bisection runs. Pause it first.')
      await putBack(options, id)
      return database.write(setBisection, { id, state: 'cancelled', problem: '' })
    },
    watch: ({ caseId, limit }, { signal }) =>
      live(database, {
        topics: [`runs:${caseId}`, `case:${caseId}`],
        signal,
        read: async () => ({
          bisections: (await database.read(listBisections, { caseId, limit })).map(shown),
          attached: await database.read(attachedEvidence, { caseId }),
        }),
      }),
    attach: (input) => attach(options, input),
  }
  return {
    handlers,
    async close() {
      for (const { stop } of running.values()) stop.abort(cancelled())
      await Promise.allSettled([...running.values()].map(({ over }) => over))
    },
  }
}

const isAbsolute = (path: string): boolean => path.startsWith('/') || /^[A-Za-z]:/.test(path)

const shown = ({ kept: _kept, ...stored }: StoredBisection): Bisection => ({
  ...stored,
  differences: stored.plan.mode === 'settings' ? [...differencesOf(stored.plan).differences] : [],
})

const resumable = async ({ database }: BisectionsOptions, id: string): Promise<StoredBisection> => {
  const found = await database.read(getBisection, { id })
  if (found.state === 'paused') return found
  const what = found.state === 'running' ? 'runs already' : 'is over'
  throw new BenchError('invalid', `This bisection ${what}. Begin a new one.`)
}

/** Keeps what is to be searched, whole: nothing that changes later changes it. */
const begin = async (options: BisectionsOptions, asked: Begun): Promise<string> => {
  const { database, newId } = options
  const { caseId, repeat, timeoutSeconds, snapshot = null } = asked
  if (snapshot !== null) await needSnapshot(options, { caseId, name: snapshot })
  const id = newId()
  const root = (await openWorkspace(options, { caseId })).path
  const checking = {
    ...{ repeat, timeoutMs: timeoutSeconds * 1000, snapshot },
    command: asked.command ?? (await database.read(checkOf, { caseId })).command,
  }
  await database.write(beginBisection, {
    id,
    caseId,
    plan: { ...checking, ...(await planOf(options, root, asked)) },
  })
  return id
}

type Subject<P> = P extends BisectionPlan ? Omit<P, 'command' | 'repeat' | 'timeoutMs' | 'snapshot'> : never

const planOf = async (
  { localTags }: BisectionsOptions,
  root: string,
  asked: Begun,
): Promise<Subject<BisectionPlan>> => {
  if (asked.mode === 'versions') {
    const { service, findFix, verifyEnds } = asked
    return {
      mode: 'versions',
      service,
      findFix,
      verifyEnds,
      ...(await versionsToTry({ ...asked, root }, localTags)),
    }
  }
  const { works, fails, into = '' } = asked
  return { mode: 'settings', ...(await readSides({ root, works, fails, into })) }
}

/** A setting that makes the difference may be a secret; the case is read by others. */
const withoutSecrets = (bisection: Bisection): Bisection => {
  const { plan, result } = bisection
  if (plan.mode !== 'settings' || !result) return bisection
  const mask = masker(secretsIn(plan.files.flatMap(({ works, fails }) => [works ?? '', fails ?? ''])))
  const minimal = result.minimal.map(({ from, to, ...one }) => ({
    ...one,
    from: from === null ? null : mask(from),
    to: to === null ? null : mask(to),
  }))
  return { ...bisection, result: { ...result, minimal } }
}

const attach = async (
  { database, dataDir, newId }: BisectionsOptions,
  input: { id: string; lane: Parameters<typeof attachBisection>[1]['lane']; body: string },
) => {
  const bisection = withoutSecrets(shown(await database.read(getBisection, { id: input.id })))
  if (!bisection.result)
    throw new BenchError('invalid', 'This bisection has no result yet. Attach it when it has.')
  const { case: found } = await database.read(caseDetail, { key: bisection.caseId })
  const text = cardText(bisection, found.ref)
  const uploadId = newId()
  const { sha256, bytes } = await storeBytes(Buffer.from(text), dataDir, uploadId)
  const stamp = new Date(bisection.startedAt)
    .toISOString()
    .slice(0, 19)
    .replaceAll(/[-:]/g, '')
    .replace('T', '-')
  const evidence = await Promise.all(
    provingSteps(bisection).map(async ({ number, runId }) => {
      const { files } = await database.read(getRun, { id: runId })
      return files.map(({ name, sha256: one }) => ({ name: `step-${number}-${name}`, sha256: one }))
    }),
  )
  return database.write(attachBisection, {
    ...input,
    card: { uploadId, sha256, bytes, text, name: `bisection-${stamp}.md` },
    evidence: evidence.flat(),
    detail: detailOf(bisection),
  })
}
