import type { Bisection } from '../../shared/domain/stack/bisection.ts'
import type { Bench } from '../app/bench.ts'
import { undoAct } from '../app/history.ts'
import { isCancelled, sentence } from '../ui/sentence.ts'
import type { OfCase } from '../workspace/acts.tsx'

type Asked = Parameters<Bench['client']['bisections']['run']>[0]

/** Runs a bisection to its end, or until somebody pauses it; what it finished is kept. */
export const runBisection = async (
  { client, acts, toast }: Bench,
  { ref }: OfCase,
  asked: Asked,
): Promise<void> => {
  try {
    const done = await acts.run(`Bisecting ${ref}`, async ({ signal, progress }) => {
      let last: Bisection | null = null
      for await (const step of client.bisections.run(asked, { signal })) {
        if (step.type === 'checking') progress(null, `Step ${step.number}: ${step.subject}`)
        if (step.type === 'done') last = step.bisection
      }
      return last
    })
    if (done?.result) toast({ tone: 'ok', text: `${ref}: ${done.result.summary}` })
    else if (done?.problem) toast({ tone: 'danger', text: done.problem })
  } catch (error) {
    // What failed was told already.
    if (isCancelled(error)) toast(`The bisection of ${ref} is paused. Its finished steps are kept.`)
  }
}

const told = ({ toast }: Bench, act: Promise<unknown>): Promise<void> =>
  act.then(
    () => undefined,
    (error: unknown) => toast({ tone: 'danger', text: sentence(error) }),
  )

export const pauseBisection = (bench: Bench, { id }: Bisection): Promise<void> =>
  told(bench, bench.client.bisections.pause({ id }))

export const giveUpBisection = async (bench: Bench, { id }: Bisection): Promise<void> => {
  const goOn = await bench.confirm({
    title: 'Give this bisection up?',
    text: 'Its steps and their runs stay; it cannot be resumed.',
    act: 'Give it up',
    danger: true,
  })
  if (goOn) await told(bench, bench.client.bisections.cancel({ id }))
}

/** Puts what was found on the timeline of the case, for colleagues. */
export const attachBisection = (bench: Bench, { ref }: OfCase, { id }: Bisection): Promise<void> =>
  told(
    bench,
    bench.client.bisections.attach({ id }).then(({ step }) =>
      bench.toast({
        key: 'history',
        tone: 'ok',
        text: `Attached the bisection to ${ref} · internal`,
        ...(step !== null && { act: undoAct(bench, step) }),
      }),
    ),
  )
