import { isObject, type Wrappers } from '../json/unit.ts'
import { jsonUnits } from '../json/units.ts'
import { listOf } from '../mapping/original.ts'
import { hostOf, textOf } from '../mapping/text.ts'
import { type BugPart, bugDraft } from './bugzilla-bug.ts'
import { type Child, joined, type ValueUnit } from './join.ts'
import { notObject, type Reader } from './reader.ts'

/**
 * Bugs of Bugzilla's REST API (https://bmo.readthedocs.io/en/latest/api/core/v1/bug.html): searches and single
 * bugs, and in the same file what other calls answered about them: comments, history and attachments.
 */

const wrappers: Wrappers = { triggers: new Set(['bugs']), inside: new Set() }

type Fields = Record<string, unknown>

const bugOf = ({ path, key, value }: ValueUnit): Fields | undefined => {
  if (!isObject(value) || key !== '') return undefined
  const whole = path === 'bugs' || value.id !== undefined
  return whole && value.summary !== undefined ? value : undefined
}

const partsOf = (value: unknown, parent: string): Child<BugPart>[] => {
  const list = (kind: BugPart['kind'], values: unknown) =>
    listOf(values)
      .filter(isObject)
      .map((one) => ({
        parent: parent || textOf(one.bug_id),
        value: { kind, value: one },
        weight: textOf(one.text).length + textOf(one.data).length + 300,
      }))
  if (Array.isArray(value)) return list('attachment', value)
  if (!isObject(value)) return []
  return [...list('comment', value.comments), ...list('history', value.history)]
}

const children = (unit: ValueUnit): Child<BugPart>[] => {
  const { path, key, value } = unit
  if (bugOf(unit)) return []
  // {"bugs": {"35": {"comments": []}}}, or {"bugs": [{"id": 35, "history": []}]}
  if (path === 'bugs' && key !== '') return partsOf(value, key)
  if (path === 'bugs' && isObject(value)) return partsOf(value, textOf(value.id))
  if (path !== '' || !isObject(value)) return []
  if (key === 'comments')
    return partsOf({ comments: Object.values(value) }, '').filter(({ parent }) => parent !== '')
  const comment = key === '' && value.bug_id !== undefined && value.text !== undefined
  return comment ? partsOf({ comments: [value] }, '') : []
}

/** The installation: Bugzilla's answers do not name it, so a file may, by its own name. */
const hostFrom = (bug: Fields, fileName: string): string => {
  const named = /(?:bugzilla|bugs|bz)(?:\.[a-z0-9-]+){2,}/i.exec(fileName)?.[0] ?? ''
  return (
    hostOf(bug.weburl ?? bug.self) || named.replace(/(?:\.(?:json|jsonl|ndjson|txt))+$/i, '').toLowerCase()
  )
}

export const bugzilla: Reader = (source) =>
  joined<BugPart>({
    units: () => jsonUnits(source, { wrappers }),
    survey: () => undefined,
    children,
    recordId: (unit) => {
      const bug = bugOf(unit)
      return bug && textOf(bug.id)
    },
    draft: (unit, parts) => {
      const bug = bugOf(unit) ?? {}
      return bugDraft(bug, parts, hostFrom(bug, source.name))
    },
    other: (unit) => {
      if (unit.key !== '' || children(unit).length > 0) return undefined
      if (!isObject(unit.value)) return notObject
      const known = isObject(unit.value.comments) || Array.isArray(unit.value.history)
      return known ? undefined : 'The title is missing.'
    },
    orphaned: (id) =>
      `Comments or history of bug ${id.slice(0, 50)}, which is not in this file. Put both into one file.`,
  })
