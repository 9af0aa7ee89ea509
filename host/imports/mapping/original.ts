import { isObject } from '../json/unit.ts'
import { clean, cut } from './text.ts'

/** How much of one record is kept under "original fields", in UTF-16 units of JSON, about. */
export const originalLimit = 256 * 1024
const maxFields = 1000
const maxDepth = 32

/** About the length of the value as JSON; infinite where it is nested too deep to be walked safely. */
const weigh = (value: unknown, depth: number): number => {
  if (typeof value === 'string') return value.length + 2
  if (typeof value !== 'object' || value === null) return 8
  if (depth > maxDepth) return Number.POSITIVE_INFINITY
  let sum = 2
  if (Array.isArray(value)) {
    for (const element of value) sum += weigh(element, depth + 1) + 1
    return sum
  }
  for (const key in value) sum += key.length + 4 + weigh((value as Record<string, unknown>)[key], depth + 1)
  return sum
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/**
 * What a record brought and no field of ours holds, by its original name: bounded in size and depth, empty
 * values left out. What does not fit is named with its size instead.
 */
export class Original {
  readonly fields: Record<string, unknown> = {}
  private left = originalLimit
  private count = 0

  /** Keeps a value under a name; a second value of a name gets a number. */
  keep(name: string, value: unknown): void {
    if (isEmpty(value) || this.count >= maxFields) return
    let key = cut(clean(name.trim()), 200) || 'field'
    // An assignment to this name would change the object itself instead of a field.
    if (key === '__proto__') key = '(__proto__)'
    if (Object.hasOwn(this.fields, key)) key = `${key} (${this.count + 1})`
    const weight = weigh(value, 0) + key.length
    if (weight > this.left) {
      const why =
        weight === Number.POSITIVE_INFINITY ? 'nested too deep' : `about ${Math.ceil(weight / 1024)} KB`
      this.fields[key] = `[Left out: ${why}]`
      this.left -= key.length + 40
    } else {
      this.fields[key] = typeof value === 'string' ? clean(value) : value
      this.left -= weight
    }
    this.count++
  }

  /** Keeps every member of an object whose name is not among the `mapped` ones. */
  keepRest(value: object, mapped: ReadonlySet<string>): void {
    for (const name in value) {
      if (!mapped.has(name)) this.keep(name, (value as Record<string, unknown>)[name])
    }
  }
}

/** The members of an object, or nothing. */
export const fieldsOf = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {})

/** The elements of a list, or of the `nodes` of a GraphQL connection, or nothing. */
export const listOf = (value: unknown): unknown[] => {
  if (Array.isArray(value)) return value
  if (!isObject(value)) return []
  if (Array.isArray(value.nodes)) return value.nodes
  return Array.isArray(value.edges) ? value.edges.map((edge) => fieldsOf(edge).node) : []
}
