/** Characters at the start of a document in which it may name its schema. */
const headLength = 4096

const patterns: Readonly<Record<string, RegExp>> = {
  json: /"\$schema"\s*:\s*"([^"\\]+)"/,
  // https://github.com/redhat-developer/yaml-language-server#using-inlined-schema
  yaml: /^#\s*yaml-language-server:\s*\$schema=(\S+)/m,
}

export interface NamedSchema {
  /** As the document writes it. */
  readonly name: string
  /** Where it is in the workspace. */
  readonly path: string
}

/**
 * The schema that a document names and that is a file of its workspace; null where it names none, or one of the network,
 * which is never asked for.
 */
export const namedSchema = (
  { language, path }: { language: string; path: string },
  text: string,
): NamedSchema | null => {
  const name = patterns[language]?.exec(text.slice(0, headLength))?.[1]
  if (name === undefined || /^[a-z][a-z0-9+.-]*:|^\/|\\/i.test(name)) return null
  const parts = path.split('/').slice(0, -1)
  for (const part of name.split('#', 1)[0]?.split('/') ?? [])
    if (part === '..') {
      if (parts.pop() === undefined) return null
    } else if (part !== '.' && part !== '') parts.push(part)
  return parts.length === 0 ? null : { name, path: parts.join('/') }
}
