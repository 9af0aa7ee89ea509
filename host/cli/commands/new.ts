import { z } from 'zod'
import { type ListChange, parseAssignments } from '../cases/assignments.ts'
import { resolveNames } from '../cases/names.ts'
import { command } from '../command.ts'
import { readText } from '../read-text.ts'
import { UsageError } from '../usage-error.ts'

const listOf = <T>(change: ListChange<T> | undefined): T[] | undefined => {
  if (!change) return undefined
  return 'replace' in change ? change.replace : change.add
}

export const newCase = command({
  usage: 'new',
  summary: 'Start a new case.',
  examples: [
    'casebench new --title "Pool exhausted after patch" --set severity=1 --set customer="Acme Corp"',
    'casebench new --title "Slow start" --set component=pkg:maven/org.apache.tomcat/tomcat@10.1.28 --json',
  ],
  configure: (cli) =>
    void cli
      .requiredOption('--title <text>', 'the title')
      .option('--set <field=value...>', 'a field, as for "casebench set"; may be repeated')
      .option('--description <text>', 'the description; "-" reads it from standard input'),
  input: z.object({
    title: z.string(),
    set: z.array(z.string()).default([]),
    description: z.string().optional(),
  }),
  run: async (act, { title, set, description }) => {
    const words = [`title=${title}`, ...set]
    if (description !== undefined) words.push(`description=${await readText(description, act.stdin)}`)
    const { plain, names, tags, components } = parseAssignments(words)
    if (plain.title === undefined) throw new UsageError('A case needs a title.')
    const client = await act.client()
    const ids = await resolveNames({ client, names, before: null, created: act.out.say })
    const listed = { tags: listOf(tags), components: listOf(components) }
    const { ref, id } = await client.cases.create({
      ...plain,
      title: plain.title,
      ...ids,
      ...(listed.tags ? { tags: listed.tags } : {}),
      ...(listed.components ? { components: listed.components } : {}),
    })
    await act.out.result({ ref, id }, () => `Created ${ref}.`)
    return undefined
  },
})
