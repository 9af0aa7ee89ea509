import { writeFile } from 'node:fs/promises'
import { Option } from 'commander'
import { z } from 'zod'
import { caseKey } from '../../../shared/contract/cases.ts'
import { BenchError } from '../../../shared/contract/error.ts'
import { durationOf, type Run } from '../../../shared/domain/stack/run.ts'
import type { Verdict } from '../../../shared/domain/stack/verdict.ts'
import { type Act, command, wholeNumber } from '../command.ts'
import { neutral } from '../text/neutral.ts'

/** As `git bisect run` reads them. */
const exitCodes: Readonly<Record<Verdict, number>> = {
  'not-reproduced': 0,
  reproduced: 1,
  inconclusive: 125,
}

/** Above 127, so that \`git bisect run\` stops and takes it for no verdict. */
const noVerdict = 128

export const check = command({
  usage: 'check <ref>',
  summary: 'Run the repro steps of a case and say whether the problem shows.',
  detail:
    'The steps are repro.sh in the workspace, or a command. Their exit code decides as in git bisect: 0 not reproduced, 1-124, 126 and 127 reproduced, 125 and everything else inconclusive. Services of the environment are brought up first and their addresses are in CASEBENCH_<SERVICE>_HOST, _PORT and _URL. The exit code here is 0 once there is a verdict, whatever it is; with --exit-code it is 0 not reproduced, 1 reproduced, 125 inconclusive and 128 where nothing could be run, so that "git bisect run casebench check REF --exit-code" works.',
  examples: [
    'casebench check CB-1042',
    'casebench check CB-1042 --repeat 20 --timeout 60 --attach --json',
    'casebench check CB-1042 --command "curl -sf http://$CASEBENCH_WEB_HOST:$CASEBENCH_WEB_PORT/"',
  ],
  configure: (cli) =>
    void cli
      .addOption(new Option('--repeat <n>', 'how often to run them').default('1'))
      .addOption(new Option('--timeout <seconds>', 'the longest each may take').default('600'))
      .option('--until-reproduced', 'stop as soon as the problem shows')
      .option(
        '--command <command>',
        'a shell command instead; it is kept for the case, "" goes back to repro.sh',
      )
      .option('--as-is', 'leave the environment as it is, and do not bring it up')
      .option('--attach', 'add the run to the case, with its recording, logs, lock and JUnit XML')
      .option('--junit <file>', 'write the result as JUnit XML')
      .option('--exit-code', 'say the verdict by the exit code'),
  input: z.object({
    ref: caseKey,
    repeat: wholeNumber.pipe(z.int().min(1, 'must be at least 1').max(1000, 'must be at most 1000')),
    timeout: wholeNumber.pipe(z.int().min(1, 'must be at least 1').max(86_400, 'must be at most 86400')),
    untilReproduced: z.boolean().default(false),
    command: z.string().max(100_000).optional(),
    asIs: z.boolean().default(false),
    attach: z.boolean().default(false),
    junit: z.string().min(1, 'must not be empty').optional(),
    exitCode: z.boolean().default(false),
  }),
  run: async (act, { exitCode, ...input }) => {
    if (!exitCode) {
      await checkOnce(act, input)
      return undefined
    }
    try {
      return exitCodes[await checkOnce(act, input)]
    } catch (error) {
      if (!(error instanceof BenchError)) throw error
      act.out.say(error.message)
      return noVerdict
    }
  },
})

interface Input {
  ref: string
  repeat: number
  timeout: number
  untilReproduced: boolean
  command?: string | undefined
  asIs: boolean
  attach: boolean
  junit?: string | undefined
}

const checkOnce = async (act: Act, input: Input): Promise<Verdict> => {
  const { ref, repeat, timeout, untilReproduced, command: given, asIs, attach, junit } = input
  const client = await act.client()
  const { case: found } = await client.cases.get({ key: ref })
  const asked = { caseId: found.id, repeat, timeoutSeconds: timeout, untilReproduced, asIs }
  const steps = client.runs.check(
    { ...asked, ...(given === undefined ? {} : { command: given }) },
    { signal: act.signal },
  )
  let run: Run | undefined
  for await (const step of steps) {
    if (step.type === 'up') act.out.progress.show('Bringing the environment up')
    if (step.type === 'repeat') act.out.progress.show(`${step.number} of ${repeat} done`)
    if (step.type === 'done') run = step.run
  }
  if (!run?.verdict)
    throw new BenchError('internal', 'The host ended without a verdict. The run is kept on the bench.')
  if (run.problem) act.out.say(run.problem)
  if (junit !== undefined) await writeJUnit(act, run, act.path(junit))
  if (attach) await client.runs.attach({ id: run.id })
  const { verdict, repeats } = run
  const told = {
    verdict,
    exitCodes: repeats.map((one) => one.exitCode),
    durationMs: durationOf(repeats),
    run: run.id,
  }
  await act.out.result(told, () => sentence(run, attach ? ` It is on ${neutral(found.ref)} now.` : ''))
  return verdict
}

const writeJUnit = async (act: Act, { files }: Run, path: string) => {
  const client = await act.client()
  const file = files.find(({ role }) => role === 'junit')
  if (!file) return
  const { sha256, name } = file
  const chunks: Uint8Array[] = []
  for await (const chunk of client.attachments.read({ sha256 })) chunks.push(chunk as Uint8Array)
  await writeFile(path, Buffer.concat(chunks)).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    throw new BenchError('invalid', `${name} could not be written to ${path}: ${reason}. The run is kept.`)
  })
}

const words: Readonly<Record<Verdict, string>> = {
  reproduced: 'Reproduced',
  'not-reproduced': 'Not reproduced',
  inconclusive: 'Inconclusive',
}

const sentence = ({ verdict, repeats }: Run, attached: string): string => {
  const shown = repeats.filter(
    ({ exitCode }) => exitCode !== 0 && exitCode !== 125 && exitCode !== null,
  ).length
  const times = repeats.length === 1 ? '' : `, ${shown} of ${repeats.length} times`
  const codes = repeats
    .map(({ exitCode }) => exitCode ?? 'stopped')
    .slice(0, 20)
    .join(', ')
  const took = (durationOf(repeats) / 1000).toFixed(1)
  return `${words[verdict ?? 'inconclusive']}${times} (exit code ${codes}; ${took} s).${attached}`
}
