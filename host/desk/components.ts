import type { Component } from '../../shared/domain/entities.ts'
import type { Read } from '../database/procedure.ts'
import { containing, type Page } from './page.ts'

type Counted = Component & { cases: number }

/** Each package, product or in-house application once, with its cases and versions. */
export const listComponents: Read<Page, { components: (Counted & { versions: number })[]; total: number }> = (
  db,
  { search, offset, limit },
) => {
  // One that no case names any more, because it was changed or taken out, is none.
  const named = 'exists (select 1 from case_components where component_key = key)'
  const where = `where ${named} and (name like @like escape '\\' or purl like @like escape '\\')`
  const like = containing(search)
  return {
    total:
      db.value<number>(`select count(*) from (select 1 from components ${where} group by kind, name)`, {
        like,
      }) ?? 0,
    components: db.all(
      `select kind, name, max(purl) as purl, '' as version, count(distinct version) as versions,
         (select count(distinct case_key) from case_components where component_key in
           (select key from components o where o.kind = k.kind and o.name = k.name)) as cases
       from components k ${where} group by kind, name order by cases desc, name limit @limit offset @offset`,
      { like, limit, offset },
    ),
  }
}

/** The versions of a component that cases name, the most used first. */
export const componentVersions: Read<{ name: string }, { versions: Counted[] }> = (db, { name }) => ({
  versions: db.all(
    `select kind, name, version, purl, (select count(*) from case_components where component_key = key) as cases
     from components where name = ? and exists (select 1 from case_components where component_key = key) order by cases desc, version`,
    [name],
  ),
})
