import { type CaseFields, type Component, caseFields, tag } from '../../../shared/domain/entities.ts'
import { caseKinds, caseStatuses, severities } from '../../../shared/domain/vocabulary.ts'
import { UsageError } from '../usage-error.ts'
import { parseComponent } from './component.ts'
import { parseDue } from './due.ts'

/** The fields that name something else; the empty string takes the name away. */
export const nameFields = ['customer', 'contract', 'owner', 'reporter'] as const
export type NameField = (typeof nameFields)[number]

type PlainField = 'title' | 'status' | 'severity' | 'kind' | 'description' | 'resolution' | 'due'
type Plain = Partial<Pick<CaseFields, Exclude<PlainField, 'due'> | 'dueAt'>>

/** How a list changes: to these items, or by these. */
export type ListChange<T> = { replace: T[] } | { add: T[]; remove: T[] }

/** What `field=value` words ask for, checked as far as it can be without looking anything up. */
export interface Wanted {
  plain: Plain
  names: Partial<Record<NameField, string>>
  tags?: ListChange<string>
  components?: ListChange<Component>
}

const oneOf = <T extends string | number>(field: string, values: readonly T[], given: string): T => {
  const found = values.find((value) => String(value) === given.toLowerCase())
  if (found === undefined) throw new UsageError(`"${given}" is no ${field}; use one of ${values.join(', ')}.`)
  return found
}

const checked = <K extends 'title' | 'description' | 'resolution'>(
  field: K,
  given: string,
): CaseFields[K] => {
  const parsed = caseFields.shape[field].safeParse(given)
  if (!parsed.success)
    throw new UsageError(`The ${field} cannot be used: ${parsed.error.issues[0]?.message}.`)
  return parsed.data
}

const plainFields: { readonly [F in PlainField]: (given: string) => Plain } = {
  title: (given) => ({ title: checked('title', given) }),
  status: (given) => ({ status: oneOf('status', caseStatuses, given) }),
  severity: (given) => ({ severity: oneOf('severity', severities, given) }),
  kind: (given) => ({ kind: oneOf('kind', caseKinds, given) }),
  description: (given) => ({ description: checked('description', given) }),
  resolution: (given) => ({ resolution: checked('resolution', given) }),
  due: (given) => ({ dueAt: given === '' ? null : parseDue(given) }),
}

const parseTag = (given: string): string => {
  const parsed = tag.safeParse(given)
  if (!parsed.success)
    throw new UsageError(`"${given}" cannot be a tag; a tag has no spaces, commas or quotes.`)
  return parsed.data
}

/** `a`, `b` replace the list; `+a`, `-b` change it. Throws where both are mixed. */
const parseList = <T>(field: string, words: readonly string[], parse: (word: string) => T): ListChange<T> => {
  const signed = words.filter((word) => /^[+-]/.test(word))
  if (signed.length === 0) return { replace: words.map(parse) }
  if (signed.length < words.length)
    throw new UsageError(`Either name all ${field}, or only changes to them such as +new and -old.`)
  const those = (sign: string) =>
    signed.filter((word) => word.startsWith(sign)).map((word) => parse(word.slice(1)))
  return { add: those('+'), remove: those('-') }
}

export const parseTags = (words: readonly string[]): ListChange<string> => parseList('tags', words, parseTag)

export const assignableFields = [...Object.keys(plainFields), ...nameFields, 'tags', 'component']

const isPlain = (field: string): field is PlainField => Object.hasOwn(plainFields, field)
const isName = (field: string): field is NameField => nameFields.some((name) => name === field)

const split = (word: string): [field: string, value: string] => {
  const at = word.indexOf('=')
  if (at < 1) throw new UsageError(`"${word}" is not of the form field=value.`)
  const field = word.slice(0, at).toLowerCase()
  if (!assignableFields.includes(field))
    throw new UsageError(`There is no field "${field}"; the fields are ${assignableFields.join(', ')}.`)
  return [field, word.slice(at + 1).trim()]
}

/** Reads `field=value` words; tags separate values by commas, `component` may come several times. */
export const parseAssignments = (words: readonly string[]): Wanted => {
  const wanted: Wanted = { plain: {}, names: {} }
  const components: string[] = []
  const seen = new Set<string>()
  for (const word of words) {
    const [field, value] = split(word)
    if (seen.has(field) && field !== 'component') throw new UsageError(`The field "${field}" is given twice.`)
    seen.add(field)
    if (isPlain(field)) Object.assign(wanted.plain, plainFields[field](value))
    else if (isName(field)) wanted.names[field] = value
    else if (field === 'tags')
      wanted.tags = parseTags(
        value
          .split(',')
          .map((one) => one.trim())
          .filter(Boolean),
      )
    else if (value !== '') components.push(value)
  }
  if (seen.has('component')) wanted.components = parseList('components', components, parseComponent)
  return wanted
}
