import { z } from 'zod'
import type { Check } from '../../../shared/contract/bench.ts'
import { toErrorBody } from '../../../shared/contract/error.ts'
import { type Act, command } from '../command.ts'
import { neutral } from '../text/neutral.ts'

/** The host's own findings, or, where the bench does not open, why. */
const examine = async (act: Act, bundle: string | undefined): Promise<{ checks: Check[]; ok: boolean }> => {
  let client: Awaited<ReturnType<Act['client']>>
  try {
    client = await act.client()
  } catch (error) {
    const { message } = toErrorBody(error)
    const finding = `The bench in ${act.dataDir} does not open.`
    return { checks: [{ name: 'bench', ok: false, finding, remedy: message }], ok: false }
  }
  return client.bench.doctor(bundle === undefined ? {} : { bundlePath: act.path(bundle) })
}

export const doctor = command({
  usage: 'doctor',
  summary: 'Say what is healthy and what is not.',
  detail: 'Every problem comes with its remedy; the exit code is 1 when there is one.',
  examples: ['casebench doctor', 'casebench doctor --bundle report.zip'],
  configure: (cli) =>
    void cli.option(
      '--bundle <file>',
      'collect logs and facts for a bug report, nothing of the customers in it',
    ),
  input: z.object({ bundle: z.string().min(1, 'must not be empty').optional() }),
  run: async (act, { bundle }) => {
    const { checks, ok } = await examine(act, bundle)
    const { paint } = act.out
    await act.out.result({ checks, ok }, () =>
      checks
        .flatMap((check) => [
          `${check.ok ? paint('green', 'ok  ') : paint('red', 'FAIL')}  ${neutral(check.name)}: ${neutral(check.finding)}`,
          ...(check.ok || check.remedy === '' ? [] : [`      ${neutral(check.remedy)}`]),
        ])
        .join('\n'),
    )
    return ok ? undefined : 1
  },
})
