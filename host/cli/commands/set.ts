import { z } from 'zod'
import { caseKey } from '../../../shared/contract/cases.ts'
import type { Services } from '../../../shared/contract/index.ts'
import type { Case } from '../../../shared/domain/entities.ts'
import type { Client } from '../../../shared/wire/client.ts'
import { assignableFields, parseAssignments, type Wanted } from '../cases/assignments.ts'
import { fieldName } from '../cases/json.ts'
import { componentsToChange, tagsToChange } from '../cases/list-change.ts'
import { resolveNames } from '../cases/names.ts'
import { command } from '../command.ts'

const changeLists = async (
  client: Client<Services>,
  { id, ...before }: Case,
  { tags, components }: Wanted,
) => {
  const changed: string[] = []
  if (tags) {
    const { add, remove } = tagsToChange(before.tags, tags)
    if (add.length + remove.length > 0) {
      await client.cases.tag({ ids: [id], add, remove })
      changed.push('tags')
    }
  }
  if (components) {
    const { add, remove } = componentsToChange(before.components, components)
    if (add.length + remove.length > 0) {
      await client.cases.setComponents({ id, add, remove })
      changed.push('component')
    }
  }
  return changed
}

export const set = command({
  usage: 'set <ref> <field=value...>',
  summary: 'Change fields of a case.',
  detail: `The fields: ${assignableFields.join(', ')}. An empty value clears a field; lists take +new and -old.`,
  examples: [
    'casebench set CB-1042 status=waiting owner=me --reason "Asked for a heap dump"',
    'casebench set CB-1042 tags=+jdbc,-triage component=+tomcat@10.1.28 customer=',
  ],
  configure: (cli) => void cli.option('--reason <text>', 'why, for the timeline'),
  input: z.object({
    ref: caseKey,
    'field=value': z.array(z.string()),
    reason: z.string().max(2000, 'must be at most 2000 characters').default(''),
  }),
  run: async (act, { ref: key, 'field=value': words, reason }) => {
    const wanted = parseAssignments(words)
    const client = await act.client()
    const { case: found } = await client.cases.get({ key })
    const ids = await resolveNames({ client, names: wanted.names, before: found, created: act.out.say })
    const fields = { ...wanted.plain, ...ids }
    const changed: string[] = []
    if (Object.keys(fields).length > 0) {
      const answer = await client.cases.set({ ids: [found.id], set: fields, reason })
      changed.push(...answer.changed.map(fieldName))
    }
    changed.push(...(await changeLists(client, found, wanted)))
    const { ref } = found
    await act.out.result({ ref, changed }, () =>
      changed.length > 0 ? `Changed ${changed.join(', ')} of ${ref}.` : `${ref} had these values already.`,
    )
    return undefined
  },
})
