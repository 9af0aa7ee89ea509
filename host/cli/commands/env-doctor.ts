import { z } from 'zod'
import { command } from '../command.ts'
import { neutral } from '../text/neutral.ts'
import { count, size } from '../text/size.ts'

export const envDoctor = command({
  usage: 'doctor',
  summary: 'Say whether environments can be started here, and what is missing.',
  detail: 'The exit code is 1 where something is missing.',
  examples: ['casebench env doctor', 'casebench env doctor --json'],
  input: z.object({}),
  run: async (act) => {
    const client = await act.client()
    const said = await client.environments.doctor({})
    const { paint } = act.out
    const mark = {
      ok: paint('green', 'ok  '),
      warning: paint('yellow', 'note'),
      problem: paint('red', 'FAIL'),
    }
    await act.out.result(said, () =>
      said.findings
        .flatMap(({ level, finding, remedy }) => [
          `${mark[level]}  ${neutral(finding)}`,
          ...(remedy === '' ? [] : [`      ${neutral(remedy)}`]),
        ])
        .join('\n'),
    )
    return said.findings.some(({ level }) => level === 'problem') ? 1 : undefined
  },
})

export const envReclaim = command({
  usage: 'reclaim',
  summary: 'Show what environments that are down leave in the engine, and with --yes remove it.',
  detail:
    'Only what this bench made is looked at. Volumes hold the data of databases: what is removed cannot be brought back.',
  examples: ['casebench env reclaim', 'casebench env reclaim --yes --json'],
  configure: (cli) => void cli.option('--yes', 'remove it'),
  input: z.object({ yes: z.boolean().default(false) }),
  run: async (act, { yes }) => {
    const client = await act.client()
    const { items, bytes, removed } = await client.environments.reclaim({ apply: yes })
    await act.out.result({ items, bytes, removed }, () => {
      if (items.length === 0) return 'There is nothing to reclaim.'
      const lines = items.map(
        ({ kind, name, bytes: own, reason }) => `${kind}  ${neutral(name)}  ${size(own)}  ${neutral(reason)}`,
      )
      const sum = `${count(items.length)} things, ${size(bytes)}`
      return [...lines, yes ? `Removed ${sum}.` : `${sum}; "casebench env reclaim --yes" removes them.`].join(
        '\n',
      )
    })
    return undefined
  },
})
