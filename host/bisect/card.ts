import type { EventDetail } from '../../shared/domain/entities.ts'
import type { Bisection } from '../../shared/domain/stack/bisection.ts'

const words = { reproduced: 'bad', 'not-reproduced': 'good', inconclusive: 'cannot tell' } as const

/** What runs of a bisection prove its answer: those of the two neighbours, or of the smallest set and of none. */
export const provingSteps = ({ steps, result, plan, differences }: Bisection): Bisection['steps'] => {
  if (!result) return []
  if (plan.mode === 'versions')
    return steps.filter(({ subject }) => subject === result.found || subject === result.before)
  const minimal = new Set(result.minimal.map(({ file, key }) => `${file}\n${key}`))
  const places = differences.flatMap(({ file, key }, at) => (minimal.has(`${file}\n${key}`) ? [at] : []))
  return steps.filter((step) => step.places.length === 0 || step.places.join() === places.join())
}

/** The card of a bisection, as Markdown: what was found, the neighbours' verdicts, what changed and every step. */
export const cardText = (bisection: Bisection, ref: string): string => {
  const { plan, result, steps, startedAt, endedAt } = bisection
  const proof = provingSteps(bisection)
  const links = plan.mode === 'versions' ? plan.links : []
  const took = Math.round(((endedAt ?? startedAt) - startedAt) / 1000)
  return [
    `# ${plan.mode === 'versions' ? `Bisection of ${plan.service}` : 'Bisection of settings'}, ${ref}`,
    '',
    result?.summary ?? '',
    '',
    ...section(
      'Neighbours',
      proof.map(({ subject, verdict }) => `- ${code(subject)}: ${words[verdict]}`),
    ),
    ...section(
      'Settings',
      (result?.minimal ?? []).map(
        ({ file, key, from, to }) =>
          `- ${code(`${file}: ${key}`)}: ${code(from ?? 'not there')} → ${code(to ?? 'not there')}`,
      ),
    ),
    ...section(
      'What changed',
      links.map(({ title, url }) => `- [${title.replaceAll(/[[\]]/g, '')}](${url})`),
    ),
    ...section(
      `Steps (${steps.length}, ${took} s)`,
      steps.map(
        ({ number, subject, verdict, runId }) =>
          `${number}. ${code(subject)}: ${words[verdict]} (run ${runId})`,
      ),
    ),
  ].join('\n')
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`## ${title}`, '', ...lines, '']

/** Text of a customer as a code span that nothing in it can end (CommonMark 6.1). */
const code = (text: string): string => {
  const plain = text.replaceAll(/\s+/g, ' ').slice(0, 500)
  const longest = Math.max(0, ...(plain.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return longest === 0 ? `${fence}${plain}${fence}` : `${fence} ${plain} ${fence}`
}

/** What the event on the case says of it. */
export const detailOf = ({ id, plan, result, steps, startedAt, endedAt }: Bisection): EventDetail => ({
  type: 'bisection',
  bisectionId: id,
  summary: (result?.summary ?? '').slice(0, 2000),
  service: plan.mode === 'versions' ? plan.service.slice(0, 300) : '',
  found: result?.found ?? null,
  before: result?.before ?? null,
  minimal: (result?.minimal ?? [])
    .slice(0, 1000)
    .map(({ file, key, from, to }) =>
      `${file}: ${key}: ${from ?? 'not there'} → ${to ?? 'not there'}`.slice(0, 2000),
    ),
  steps: steps.slice(0, 2000).map(({ subject, verdict }) => ({ subject: subject.slice(0, 2000), verdict })),
  links:
    plan.mode === 'versions'
      ? plan.links.slice(0, 20).map(({ title, url }) => ({ title: title.slice(0, 300), url }))
      : [],
  startedAt,
  durationMs: Math.max(0, (endedAt ?? startedAt) - startedAt),
})
