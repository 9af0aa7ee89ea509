import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { caseKey } from '../../../shared/contract/cases.ts'
import { BenchError } from '../../../shared/contract/error.ts'
import type { Bisection } from '../../../shared/domain/stack/bisection.ts'
import { type Act, command, wholeNumber } from '../command.ts'
import { neutral } from '../text/neutral.ts'
import { UsageError } from '../usage-error.ts'

/** It has an answer, but not the one version or set that was looked for. */
const noAnswer = 3

export const bisect = command({
  usage: 'bisect <ref> [a] [b]',
  summary:
    'Find the first bad version of a service, or the smallest set of settings that makes the problem show.',
  detail:
    'Each step brings the environment up with new volumes (or those of --snapshot), runs the check of the case and takes it down; volumes that are there are kept aside meanwhile and put back. Versions: --service with --good and --bad; those between are named with --versions, oldest first, or known from the recipe and the local images. Settings: --settings A B, two files or folders of which A works and B fails. A check learns of the step by CASEBENCH_BISECT_SERVICE, _VERSION, _SETTINGS (where the settings of the step lie) and _STEP. Ctrl-C, or --pause from elsewhere, pauses it; --resume goes on without repeating a finished step. Exit codes: 0 found, 3 not found or only a range of versions, 1 stopped.',
  examples: [
    'casebench bisect CB-1042 --service web --good 10.1.24 --bad 10.1.30 --json',
    'casebench bisect CB-1042 --service web --bad 1.0 --good 2.0 --versions 1.0,1.1,1.2,2.0 --find-fix --attach',
    'casebench bisect CB-1042 --settings environment/tomcat/server.xml customer/server.xml',
    'casebench bisect CB-1042 --resume',
  ],
  configure: (cli) =>
    void cli
      .option('--service <name>', 'the service whose versions are tried')
      .option('--good <version>', 'a version without the problem')
      .option('--bad <version>', 'a version with the problem')
      .option('--versions <list>', 'the versions between, with commas, oldest first', '')
      .option('--find-fix', 'find the first version without the problem, where the older one is bad')
      .option('--verify', 'check both ends before anything else')
      .option('--settings', 'compare the files or folders A and B')
      .option('--into <path>', 'which file or folder of the environment A and B stand for')
      .option('--repeat <n>', 'how often a step is run until it is settled', '1')
      .option('--timeout <seconds>', 'the longest each run may take', '600')
      .option('--command <command>', 'a shell command instead of the check of the case')
      .option('--fresh', 'begin each step with new volumes, as it does unless told otherwise')
      .option('--snapshot <name>', 'begin each step from this snapshot')
      .option('--attach', 'add the result to the case as a card, with the evidence of both neighbours')
      .option('--resume', 'go on with the paused bisection of the case')
      .option('--pause', 'pause the running bisection of the case')
      .option('--cancel', 'give up the paused bisection of the case; its steps stay'),
  input: z.object({
    ref: caseKey,
    a: z.string().optional(),
    b: z.string().optional(),
    service: z.string().min(1).optional(),
    good: z.string().min(1).optional(),
    bad: z.string().min(1).optional(),
    versions: z.string().transform((text) =>
      text
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean),
    ),
    findFix: z.boolean().default(false),
    verify: z.boolean().default(false),
    settings: z.boolean().default(false),
    into: z.string().min(1).optional(),
    repeat: wholeNumber.pipe(z.int().min(1, 'must be at least 1').max(1000, 'must be at most 1000')),
    timeout: wholeNumber.pipe(z.int().min(1, 'must be at least 1').max(86_400, 'must be at most 86400')),
    command: z.string().min(1).optional(),
    fresh: z.boolean().default(false),
    snapshot: z.string().min(1).optional(),
    attach: z.boolean().default(false),
    resume: z.boolean().default(false),
    pause: z.boolean().default(false),
    cancel: z.boolean().default(false),
  }),
  run: async (act, input) => {
    const client = await act.client()
    const { case: found } = await client.cases.get({ key: input.ref })
    if (input.pause) return pause(act, found)
    if (input.cancel) return cancel(act, found)
    const asked = input.resume
      ? { mode: 'resume' as const, id: (await newest(act, found, 'paused')).id }
      : await begin(act, found.id, input)
    const bisection = await follow(act, found.ref, asked)
    if (!bisection?.result)
      throw new BenchError(
        'internal',
        'The host ended without a result. Go on with --resume; finished steps are kept.',
      )
    if (input.attach) await client.bisections.attach({ id: bisection.id })
    await tellTroubles(act, bisection)
    const { summary, candidates, found: first, minimal } = bisection.result
    const told = minimal.map(({ file, from, to }) => `${file}: ${from ?? 'not there'} → ${to ?? 'not there'}`)
    await act.out.result(resultOf(bisection), () =>
      [summary, ...told].map((line) => neutral(line)).join('\n'),
    )
    const isFound = minimal.length > 0 || (first !== null && candidates.length === 1)
    if (act.out.json && !isFound) act.out.say(summary)
    return isFound ? undefined : noAnswer
  },
})

/** What is to be said of steps that have a verdict: what the answer stands on may stand on sand. */
const tellTroubles = async (act: Act, { steps }: Bisection): Promise<void> => {
  const client = await act.client()
  for (const { number, subject, verdict, runId } of steps) {
    if (verdict === 'inconclusive') continue
    const { problem } = await client.runs.get({ id: runId })
    if (problem) act.out.say(`Step ${number}, ${subject}: ${problem}`)
  }
}

type Asked = Parameters<Awaited<ReturnType<Act['client']>>['bisections']['run']>[0]

/** Tells of each step; answers the bisection once it is finished. An interrupt pauses it, and waits until it has. */
const follow = async (act: Act, ref: string, asked: Asked): Promise<Bisection | undefined> => {
  const client = await act.client()
  let id: string | undefined
  try {
    for await (const step of client.bisections.run(asked, { signal: act.signal })) {
      if (step.type === 'began') id = step.bisection.id
      if (step.type === 'checking') act.out.progress.show(`Step ${step.number}: ${step.subject}`)
      if (step.type === 'step' && !act.out.json)
        act.out.say(`${step.step.number}. ${step.step.subject}: ${step.step.verdict}`)
      if (step.type === 'done') return step.bisection
    }
    return undefined
  } catch (error) {
    if (id !== undefined && act.signal.aborted) {
      await client.bisections.pause({ id })
      act.out.say(`Every finished step is kept. Go on with "casebench bisect ${ref} --resume".`)
    }
    throw error
  }
}

interface Input {
  a?: string | undefined
  b?: string | undefined
  service?: string | undefined
  good?: string | undefined
  bad?: string | undefined
  versions: string[]
  findFix: boolean
  verify: boolean
  settings: boolean
  into?: string | undefined
  repeat: number
  timeout: number
  command?: string | undefined
  fresh: boolean
  snapshot?: string | undefined
}

const begin = async (act: Act, caseId: string, input: Input) => {
  const {
    a,
    b,
    service,
    good,
    bad,
    versions,
    findFix,
    verify,
    into,
    repeat,
    timeout,
    command: given,
    snapshot,
  } = input
  if (input.fresh && snapshot !== undefined)
    throw new UsageError(
      'A step begins with new volumes or from a snapshot: say --fresh or --snapshot. See "casebench bisect --help".',
    )
  const common = {
    ...{ caseId, repeat, timeoutSeconds: timeout },
    ...(given === undefined ? {} : { command: given }),
    ...(snapshot === undefined ? {} : { snapshot }),
  }
  if (input.settings) {
    if (a === undefined || b === undefined || service !== undefined)
      throw new UsageError(
        '--settings takes two files or folders, A that works and B that fails. See "casebench bisect --help".',
      )
    const root = (await (await act.client()).workspaces.open({ caseId })).path
    // In the workspace first; whatever else is named is a path of this machine.
    const place = (path: string) =>
      existsSync(join(root, path)) && !path.startsWith('/') ? path : act.path(path)
    return {
      ...{ ...common, mode: 'settings' as const, works: place(a), fails: place(b) },
      ...(into === undefined ? {} : { into }),
    }
  }
  if (service === undefined || good === undefined || bad === undefined || a !== undefined)
    throw new UsageError(
      'Name --service, --good and --bad, or --settings A B, or --resume. See "casebench bisect --help".',
    )
  return { ...common, mode: 'versions' as const, service, good, bad, versions, findFix, verifyEnds: verify }
}

/** The newest bisection of a case in a state. Throws `not-found`. */
const newest = async (act: Act, { id, ref }: { id: string; ref: string }, state: Bisection['state']) => {
  const client = await act.client()
  for await (const { bisections } of client.bisections.watch({ caseId: id })) {
    const found = bisections.find((one) => one.state === state)
    if (found) return found
    break
  }
  throw new BenchError('not-found', `${ref} has no ${state} bisection.`)
}

const pause = async (act: Act, found: { id: string; ref: string }) => {
  const { id } = await newest(act, found, 'running')
  const client = await act.client()
  await client.bisections.pause({ id })
  await act.out.result({ paused: id }, () => 'Paused. Go on with --resume.')
  return undefined
}

const cancel = async (act: Act, found: { id: string; ref: string }) => {
  const { id } = await newest(act, found, 'paused')
  const client = await act.client()
  await client.bisections.cancel({ id })
  await act.out.result({ cancelled: id }, () => 'Given up. Its steps and their evidence stay.')
  return undefined
}

const resultOf = ({ plan, steps, result, differences }: Bisection) => {
  if (plan.mode === 'settings')
    return {
      minimal: result?.minimal ?? [],
      steps: steps.map(({ places, verdict }) => ({
        settings: places.flatMap((place) => differences[place]?.key ?? []),
        verdict,
      })),
    }
  const { found = null, before = null, candidates = [] } = result ?? {}
  return {
    ...(plan.findFix ? { firstGood: found, lastBad: before } : { firstBad: found, lastGood: before }),
    ...(candidates.length > 1 ? { candidates } : {}),
    steps: steps.map(({ subject, verdict }) => ({ version: subject, verdict })),
  }
}
