/** Names of settings whose values are secrets. */
const secretName =
  /(pass(word|wd|phrase)?|secret|token|api[_-]?key|private[_-]?key|access[_-]?key|credentials?)$/i

/** What images and examples use, and everybody knows; a replay needs them as they are. */
const wellKnown = new Set(
  'password passwd secret changeit changeme admin root guest test example casebench postgres mysql mariadb oracle welcome1 tiger manager artemis activemq weblogic rabbitmq redis true false null none'.split(
    ' ',
  ),
)

/** Shorter ones would be found in every word. */
const shortest = 4

const assignment =
  /(?:^|[\s"'<,{;-])(?<name>[A-Za-z][\w.-]*)["']?\s*[:=]\s*(?:"(?<double>[^"\n]*)"|'(?<single>[^'\n]*)'|(?<bare>[^\s"'#,;<>&}]+))/gm
const element = /<(?<name>[\w.:-]+)(?:\s[^<>]*)?>(?<bare>[^<>\n]+)<\//g
const inAddress = /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"']+:(?<bare>[^\s/@"']+)@/gi
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g

const isSecret = (value: string): boolean =>
  value.length >= shortest && !wellKnown.has(value.toLowerCase()) && !/^[$%{@]|\$\{/.test(value)

const settingOf = ({ groups }: RegExpMatchArray): string =>
  groups?.double ?? groups?.single ?? groups?.bare ?? ''

const secretsOf = (text: string): string[] => {
  const set = [...text.matchAll(assignment), ...text.matchAll(element)]
  const named = set.filter(({ groups }) => secretName.test(groups?.name ?? ''))
  const values = [...named, ...text.matchAll(inAddress)].map(settingOf).filter(isSecret)
  return [...(text.match(privateKey) ?? []), ...values]
}

/** The secrets that texts hold by the names of their settings, in the order in which they come. */
export const secretsIn = (texts: readonly string[]): string[] => [...new Set(texts.flatMap(secretsOf))]

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

/**
 * Masks secrets, each by a word of its own wherever it stands, so that what had the same password still has the same one
 * and the environment starts. Longer ones go first: one may be the beginning of another.
 */
export const masker = (secrets: readonly string[]): ((text: string) => string) => {
  const words = new Map<string, string>()
  for (const [at, secret] of secrets.entries()) {
    words.set(secret, `masked-secret-${at + 1}`)
    // As JSON has it, in recordings and locks.
    words.set(JSON.stringify(secret).slice(1, -1), `masked-secret-${at + 1}`)
  }
  if (words.size === 0) return (text) => text
  const longest = [...words.keys()].toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1))
  const pattern = new RegExp(`(?<![A-Za-z0-9])(?:${longest.map(escaped).join('|')})(?![A-Za-z0-9])`, 'g')
  return (text) => text.replaceAll(pattern, (secret) => words.get(secret) ?? secret)
}
