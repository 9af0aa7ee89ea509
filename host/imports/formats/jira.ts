import { csvLooks } from '../csv/rows.ts'
import { opensJson, readHead } from '../detect.ts'
import { isObject, type Wrappers } from '../json/unit.ts'
import { jsonUnits } from '../json/units.ts'
import type { ImportSource } from '../record.ts'
import { jiraCsv } from './jira-csv.ts'
import { jiraDraft } from './jira-issue.ts'
import { mapUnits, notObject, type Reader } from './reader.ts'

/**
 * Issues of Jira: search results and single issues of its REST API, versions 2 (wiki markup) and 3 (Atlassian
 * documents), https://developer.atlassian.com/cloud/jira/platform/rest/v3/, and its CSV export.
 */

const wrappers: Wrappers = { triggers: new Set(['issues']), inside: new Set() }

/** The names of custom fields, which a search with `expand=names` puts after the issues. */
const namesOf = async (source: ImportSource): Promise<ReadonlyMap<string, string>> => {
  const names = new Map<string, string>()
  const only = new Set(['', 'names'])
  for await (const batch of jsonUnits(source, { wrappers, only })) {
    for (const unit of batch) {
      if (unit.type !== 'value') continue
      // The first value is an issue by itself: there is no wrapper to look through.
      if (unit.key === '' && unit.path === '') return names
      if (isObject(unit.value)) addNames(names, unit.value)
    }
  }
  return names
}

const addNames = (names: Map<string, string>, value: Record<string, unknown>): void => {
  for (const [key, name] of Object.entries(value)) {
    if (typeof name === 'string' && names.size < 10_000) names.set(key, name)
  }
}

const jiraJson: Reader = async function* (source) {
  const names = await namesOf(source)
  yield* mapUnits(jsonUnits(source, { wrappers }), ({ key, value }) => {
    if (key !== '') return undefined
    if (!isObject(value)) return notObject
    if (isObject(value.fields)) return jiraDraft(value, names)
    return isObject(value.issue) && isObject(value.issue.fields)
      ? jiraDraft(value.issue, names)
      : 'The fields of the issue are missing.'
  })
}

/** A damaged first line of JSON is no table: a table has the column of the titles. */
const isTable = (text: string): boolean =>
  !opensJson(text) && (csvLooks(text, true)?.includes('Summary') === true || !/^[{[]/m.test(text))

export const jira: Reader = async function* (source, options) {
  const { text } = await readHead(source)
  yield* isTable(text) ? jiraCsv(source, options) : jiraJson(source, options)
}
