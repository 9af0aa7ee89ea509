import type { z } from 'zod'
import type { components } from '../../shared/contract/desk.ts'
import { BenchError } from '../../shared/contract/error.ts'
import type { Partly, Stepped } from '../../shared/contract/step.ts'
import type { Component } from '../../shared/domain/entities.ts'
import { componentKey } from '../../shared/sync/component-key.ts'
import type { Draft } from '../../shared/sync/operations.ts'
import type { Read, Write } from '../database/procedure.ts'
import type { Database } from '../database/threads.ts'
import { apply } from '../operations/apply.ts'
import { inParts, type PartOf } from '../operations/in-parts.ts'
import { rowsOf } from '../operations/rows.ts'

type Wanted = z.output<typeof components.methods.change.input>

/** Cases in which a component can be changed at once; as much as one step of undo can hold. */
const casesAtMost = 100_000

/**
 * The cases that name a component, in every version or in one, and the identities under which they name it. Throws
 * `not-found` where none does, `invalid` where they are too many.
 */
export const casesOfComponent: Read<Wanted['from'], { ids: string[]; identities: string[] }> = (
  db,
  { kind, name, version },
) => {
  const which = 'kind = @kind and name = @name and (@version is null or version = @version)'
  const asked = { kind, name, version: version ?? null }
  const ids = db.all<{ id: string }>(
    `select id from cases where key in (select case_key from case_components where component_key in
       (select key from components where ${which})) limit @limit`,
    { ...asked, limit: casesAtMost + 1 },
  )
  if (ids.length === 0) throw new BenchError('not-found', `No case names ${name} (any more).`)
  if (ids.length > casesAtMost)
    throw new BenchError(
      'invalid',
      `More than ${casesAtMost.toLocaleString('en')} cases name ${name}. Change one version of it at a time.`,
    )
  const identities = db.all<{ identity: string }>(`select identity from components where ${which}`, asked)
  return { ids: ids.map(({ id }) => id), identities: identities.map(({ identity }) => identity) }
}

/** Changes a component in some of the cases that name it. */
export const changeComponentPart: Write<
  { ids: string[]; identities: string[]; name: string; set: Wanted['set'] } & PartOf,
  Stepped
> = (context, { ids, identities, name, set, into, before = 0 }) => {
  const rows = rowsOf(context.db)
  const meant = new Set(identities)
  const changed = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined))
  const drafts = ids.flatMap((entity): Draft[] => {
    const remove = rows.case(entity)?.components.filter((one) => meant.has(componentKey(one))) ?? []
    const add = remove.map((one) => ({ ...one, ...changed }) as Component)
    const once = new Map(add.map((one) => [componentKey(one), one]))
    return remove.length === 0
      ? []
      : [{ type: 'case.components', entity, payload: { add: [...once.values()], remove } }]
  })
  const count = before + ids.length
  const label = `Change ${name} in ${count === 1 ? 'one case' : `${count} cases`}`
  return apply(context, drafts, { label, into })
}

/** Changes a component in every case that names it, part by part, as one step of undo. */
export async function* changeComponent(
  database: Database,
  { from, set, signal }: Wanted & { signal: AbortSignal },
): AsyncGenerator<Partly, void, undefined> {
  const found = await database.read(casesOfComponent, from, signal)
  const input = { ...found, name: from.name, set }
  for await (const { step, done, total } of inParts(database, changeComponentPart, { input, signal }))
    yield { step, done, total }
}
