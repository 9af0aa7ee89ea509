import { limits } from '../../../shared/domain/entities.ts'
import type { RecordPerson } from '../record.ts'
import { cut, identifier, oneLine, textOf } from './text.ts'

interface Named {
  name?: unknown
  email?: unknown
  /** Already with its system: `github:octocat`. */
  handle?: string | undefined
}

const address = /^[^\s@<>"]+@[^\s@<>"]+$/

/** An e-mail address in lower case, or '' for what is none. */
export const emailOf = (value: unknown): string => {
  const text = oneLine(textOf(value)).toLowerCase()
  return text.length <= limits.name && address.test(text) ? text : ''
}

const nobody = /^(?:unassigned|none|n\/a|null|nobody|-+)$/i

/**
 * Somebody, from whatever of name, address and handle there is; null if there is nothing. `Jo Doe
 * <jo@example.org>` as a name is taken apart.
 */
export const personOf = ({ name, email, handle }: Named): RecordPerson | null => {
  let shown = oneLine(textOf(name))
  let mail = emailOf(email)
  const both = /^"?([^"<]*?)"?\s*<([^<>\s]+@[^<>\s]+)>$/.exec(shown)
  if (both) {
    shown = both[1] ?? ''
    mail ||= emailOf(both[2])
  }
  if (!mail) mail = emailOf(shown)
  const known = handle ? identifier(handle) : ''
  const called = shown || mail || known.slice(known.indexOf(':') + 1)
  if (called === '' || nobody.test(called)) return null
  return {
    name: cut(called, limits.name).trim(),
    ...(mail ? { email: mail } : {}),
    ...(known ? { handle: known } : {}),
  }
}
