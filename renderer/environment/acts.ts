import type { Bench } from '../app/bench.ts'
import { isCancelled, sentence } from '../ui/sentence.ts'
import type { OfCase } from '../workspace/acts.tsx'
import { ask, orQuestion } from './questions.ts'

const bringUp = ({ client, acts }: Bench, { id, ref }: OfCase, fresh: boolean) =>
  acts.run(`Starting the environment of ${ref}`, ({ signal, progress }) =>
    orQuestion(async () => {
      for await (const step of client.environments.up({ caseId: id, fresh }, { signal })) {
        if (step.type === 'done') continue
        const of = step.services.length
        const ready = step.services.filter((service) => service.ready).length
        progress(of > 0 ? ready / of : null, of > 0 ? `${ready} of ${of} ready` : step.text)
      }
      return null
    }),
  )

/**
 * Starts all services of a case and follows them until they are ready. Licences that it needs are asked for; `onRefused`
 * is told where the Compose file must be reviewed first, or the panel shows it.
 */
export const startEnvironment = async (
  bench: Bench,
  found: OfCase,
  { fresh = false, onRefused }: { fresh?: boolean; onRefused?: () => void } = {},
): Promise<void> => {
  const { toast } = bench
  try {
    const waits = await bringUp(bench, found, fresh)
    if (!waits) return toast({ tone: 'ok', text: `The environment of ${found.ref} is ready` })
    if (await ask(bench, found, { ...waits, onRefused }))
      await startEnvironment(bench, found, { fresh, ...(onRefused && { onRefused }) })
  } catch (error) {
    // What failed was told already.
    if (isCancelled(error))
      toast('Starting was cancelled. What runs already goes on; stop it where it is not wanted.')
  }
}

const told = async ({ toast }: Bench, act: Promise<unknown>): Promise<boolean> => {
  try {
    await act
    return true
  } catch (error) {
    if (!isCancelled(error)) toast({ tone: 'danger', text: sentence(error) })
    return false
  }
}

/** Stops and removes the containers of a case; its data stays. */
export const stopEnvironment = (bench: Bench, { id, ref }: OfCase): Promise<boolean> =>
  told(
    bench,
    bench.acts.run(`Stopping the environment of ${ref}`, ({ signal }) =>
      bench.client.environments.down({ caseId: id }, { signal }),
    ),
  )

/** Removes everything the engine has of a case, data too, after a question. */
export const removeEnvironment = async (bench: Bench, found: OfCase): Promise<void> => {
  const { confirm, client, acts, toast } = bench
  const goOn = await confirm({
    title: `Remove all of the environment of ${found.ref}?`,
    text: 'Its containers, networks and volumes are removed, with all data in them. The files of the workspace stay.',
    act: 'Remove',
    danger: true,
  })
  if (!goOn) return
  const done = await told(
    bench,
    acts.run(`Removing the environment of ${found.ref}`, ({ signal }) =>
      client.environments.down({ caseId: found.id, purge: true }, { signal }),
    ),
  )
  if (done) toast({ tone: 'ok', text: `Nothing of the environment of ${found.ref} is left` })
}

/** Starts anew with empty volumes, after a question. */
export const startFresh = async (bench: Bench, found: OfCase): Promise<void> => {
  const goOn = await bench.confirm({
    title: `Start ${found.ref} with empty volumes?`,
    text: 'The data that its services have written so far is removed. The files of the workspace stay.',
    act: 'Start with empty volumes',
    danger: true,
  })
  if (goOn) await startEnvironment(bench, found, { fresh: true })
}

export type ServiceAct = 'start' | 'stop' | 'restart'

export const actOnService = (
  bench: Bench,
  found: OfCase,
  { service, act }: { service: string; act: ServiceAct },
): Promise<boolean> => told(bench, bench.client.environments.act({ caseId: found.id, service, act }))
