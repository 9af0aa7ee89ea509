/** One value of a JSON file, or a place that is none. */
export type JsonUnit =
  | {
      type: 'value'
      /** The dotted names of the containers it lies in: '' for a value of the top level or of a list there. */
      path: string
      /** Its name where it is a member of such a container, '' where it is an element of a list. */
      key: string
      value: unknown
      line: number
    }
  | { type: 'skip'; line: number; reason: string }

/** Which containers are looked into instead of being taken whole, by their dotted paths. */
export interface Wrappers {
  /** A top-level object with one of these is a wrapper and not a record itself. */
  triggers: ReadonlySet<string>
  /** Looked into as well, once their object is known to be a wrapper. */
  inside: ReadonlySet<string>
}

export const join = (path: string, key: string): string => (path && key ? `${path}.${key}` : path || key)

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const opensAny = (value: Record<string, unknown>, keys: ReadonlySet<string>): boolean => {
  for (const key of keys) {
    // An own property only: a key such as "constructor" must not find what every object inherits.
    if (typeof value[key] === 'object' && value[key] !== null && Object.hasOwn(value, key)) return true
  }
  return false
}

/** Takes a whole top-level value apart where it is a wrapper (or a list of values). */
export const takeApart = function* (value: unknown, wrappers: Wrappers, line: number): Generator<JsonUnit> {
  if (Array.isArray(value)) {
    for (const element of value) yield* takeApart(element, wrappers, line)
    return
  }
  if (!isObject(value) || !opensAny(value, wrappers.triggers)) {
    yield { type: 'value', path: '', key: '', value, line }
    return
  }
  yield* members(value, { path: '', wrappers, line })
}

/** The members of an object that is known to be a wrapper. */
export const members = function* (
  value: Record<string, unknown>,
  at: { path: string; wrappers: Wrappers; line: number },
): Generator<JsonUnit> {
  const { path, wrappers, line } = at
  for (const key of Object.keys(value)) {
    const member = value[key]
    const label = join(path, key)
    const opened = wrappers.triggers.has(label) || wrappers.inside.has(label)
    if (opened && Array.isArray(member)) {
      for (const element of member) yield { type: 'value', path: label, key: '', value: element, line }
    } else if (opened && isObject(member)) {
      yield* members(member, { path: label, wrappers, line })
    } else {
      yield { type: 'value', path, key, value: member, line }
    }
  }
}

const failure = (thrown: unknown): string => {
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return message.replace(/\s+/g, ' ').slice(0, 200)
}

/**
 * Parses one JSON text. Python writes NaN and Infinity, which JSON does not have: they become null.
 * Answers `{ why }` for what is no JSON.
 */
export const parseJson = (text: string): { value: unknown } | { why: string } => {
  try {
    return { value: JSON.parse(text) }
  } catch (thrown) {
    const repaired = text.replace(/([:[,]\s*)(?:NaN|-?Infinity)(?=\s*[,}\]])/g, '$1null')
    if (repaired === text) return { why: failure(thrown) }
    try {
      return { value: JSON.parse(repaired) }
    } catch (again) {
      return { why: failure(again) }
    }
  }
}
