import type { Run } from '../../shared/domain/stack/run.ts'
import type { Bench } from '../app/bench.ts'
import { undoAct } from '../app/history.ts'
import { fileRoute } from '../editor/file-key.ts'
import { ask, orQuestion, type Question } from '../environment/questions.ts'
import { isCancelled, sentence } from '../ui/sentence.ts'
import type { OfCase } from '../workspace/acts.tsx'
import { outcome, verdictNames } from './words.ts'

export interface CheckOptions {
  command?: string | undefined
  repeat: number
  timeoutSeconds: number
}

/** Runs the check of a case, and tells what it came to. */
export const runCheck = async (bench: Bench, found: OfCase, options: CheckOptions): Promise<void> => {
  const { toast } = bench
  const { ref } = found
  try {
    const last = await checked(bench, found, options)
    if (!last) return
    if ('question' in last) {
      if (await ask(bench, found, last)) await runCheck(bench, found, options)
      return
    }
    const { verdict, problem } = last
    toast({
      tone: verdict === 'reproduced' ? 'danger' : verdict === 'not-reproduced' ? 'ok' : 'plain',
      text: `${ref}: ${verdict === null ? outcome(last).text : verdictNames[verdict].toLowerCase()}${problem === '' ? '' : `. ${problem}`}`,
    })
  } catch (error) {
    // What failed was told already.
    if (isCancelled(error)) toast(`The check of ${ref} was cancelled. What it left so far is kept.`)
  }
}

const checked = (
  { client, acts }: Bench,
  { id, ref }: OfCase,
  { command, ...options }: CheckOptions,
): Promise<Run | { question: Question } | null> => {
  const input = { caseId: id, ...options, ...(command !== undefined && { command }) }
  return acts.run(`Checking ${ref}`, ({ signal, progress }) =>
    orQuestion(async () => {
      let last: Run | null = null
      for await (const step of client.runs.check(input, { signal })) {
        if (step.type === 'done') last = step.run
        else if (step.type === 'up') progress(null, 'Waiting for the services')
        else if (step.type === 'repeat')
          progress(step.number / options.repeat, `${step.number} of ${options.repeat}`)
      }
      return last
    }),
  )
}

/** Puts a run on the timeline of its case, for colleagues. */
export const attachRun = async (bench: Bench, { ref }: OfCase, { id }: Run): Promise<void> => {
  const { client, toast } = bench
  try {
    const { step } = await client.runs.attach({ id })
    toast({
      key: 'history',
      tone: 'ok',
      text: `Attached the run to ${ref} · internal`,
      ...(step !== null && { act: undoAct(bench, step) }),
    })
  } catch (error) {
    if (!isCancelled(error)) toast({ tone: 'danger', text: sentence(error) })
  }
}

export const reproScript = 'repro.sh'

const template = `#!/bin/sh
# Shows the problem of this case, or does not:
#   exit 0          not reproduced
#   exit 1 to 124   reproduced
#   exit 125        cannot be told
# The services of the environment are at $CASEBENCH_<SERVICE>_HOST, _PORT and _URL.
set -u

exit 125
`

/** Opens the repro steps of a case in the editor, begun from a template where there are none. */
export const editScript = async ({ client, navigate, toast }: Bench, { id, ref }: OfCase): Promise<void> => {
  try {
    await client.workspaces.open({ caseId: id })
    const form = { encoding: 'utf-8', bom: false, lineEnding: '\n' as const }
    await client.files
      .write({ caseId: id, path: reproScript, text: template, form, base: null })
      .catch((error: unknown) => {
        if (!(error instanceof Error && 'code' in error && error.code === 'changed')) throw error
      })
    navigate(fileRoute({ caseRef: ref, path: reproScript }))
  } catch (error) {
    toast({ tone: 'danger', text: sentence(error) })
  }
}
