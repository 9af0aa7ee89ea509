import { BenchError } from '../../shared/contract/error.ts'
import { isCancelled, sentence } from '../ui/sentence.ts'
import type { ToastAct } from '../ui/toasts.ts'
import type { Bench, Command } from './bench.ts'

type Way = 'undo' | 'redo'
type Around = Pick<Bench, 'client' | 'toast' | 'acts'>

const said = { undo: 'Undone', redo: 'Redone' } as const
const doing = { undo: 'Undoing', redo: 'Redoing' } as const
const nothing = { undo: 'There is nothing to undo.', redo: 'There is nothing to redo.' } as const
const back = { undo: 'redo', redo: 'undo' } as const
const names = { undo: 'Undo', redo: 'Redo' } as const

/** All toasts of changes share this place, so that what is offered there belongs to the last one. */
const key = 'history'

interface Replayed {
  label: string
  step: number | null
  done: number
  total: number
}

const actOf = (around: Around, way: Way, step: number, label: string = names[way]): ToastAct => ({
  label,
  run: () => void replay(around, way, step),
})

/** What a toast offers beside a change: to take exactly that one back, whatever was done since, here or elsewhere. */
export const undoAct = (around: Around, step: number): ToastAct => actOf(around, 'undo', step)

/** Takes back, or does again, the step named or else the newest one of this bench, and tells of it. */
const replay = async (around: Around, way: Way, step?: number): Promise<void> => {
  const { client, toast } = around
  const stop = new AbortController()
  const input = step === undefined ? { way } : { way, step }
  const parts = client.history.replay(input, { signal: stop.signal })
  const last: { part?: Replayed } = {}
  try {
    const first = await parts.next()
    if (first.done) return
    last.part = first.value
    if (first.value.done < first.value.total) await theRest(around, way, { parts, stop, last })
    const { label, step: number } = last.part
    const act = number === null ? {} : { act: actOf(around, back[way], number) }
    toast({ key, text: `${said[way]}: ${label}`, ...act })
  } catch (error) {
    tell(around, { way, named: step !== undefined, reached: last.part, error })
  }
}

interface Rest {
  parts: AsyncIterable<Replayed>
  stop: AbortController
  last: { part?: Replayed }
}

/** A step of many parts is an act of the status bar, where it can be stopped. */
const theRest = ({ acts }: Around, way: Way, { parts, stop, last }: Rest) =>
  acts.run(`${doing[way]}: ${last.part?.label}`, async ({ signal, progress }) => {
    signal.addEventListener('abort', () => stop.abort(), { once: true })
    for await (const part of parts) {
      last.part = part
      progress(part.done / part.total)
    }
  })

interface Failure {
  way: Way
  /** Whether a step was named, and not just the newest one meant. */
  named: boolean
  reached: Replayed | undefined
  error: unknown
}

const tell = (around: Around, { way, named, reached, error }: Failure) => {
  const { toast } = around
  if (reached && reached.step !== null) {
    const why = isCancelled(error) ? '' : ` ${sentence(error)}`
    const text = `${names[way]} stopped after ${reached.done} of ${reached.total} parts.${why}`
    return toast({ key, text, act: actOf(around, way, reached.step, 'Go on') })
  }
  if (isCancelled(error)) return
  if (!named && error instanceof BenchError && error.code === 'nothing')
    return toast({ key, text: nothing[way] })
  toast({ key, tone: 'danger', text: sentence(error) })
}

/** Undo and redo of changes to the cases; texts being written keep their own. */
export const historyCommands: readonly Command[] = [
  {
    id: 'history.undo',
    title: 'Undo the last change',
    section: 'Edit',
    shortcut: ['Mod+z'],
    run: (context) => replay(context, 'undo'),
  },
  {
    id: 'history.redo',
    title: 'Redo what was undone',
    section: 'Edit',
    shortcut: ['Mod+Shift+z', 'Mod+y'],
    run: (context) => replay(context, 'redo'),
  },
]
