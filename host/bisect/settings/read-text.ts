import { basename, extname } from 'node:path'
import { NotByPlaces, yamlDifferences } from './data.ts'
import type { TextDifferences } from './difference.ts'
import { jsonDifferences } from './json.ts'
import { keyedDifferences } from './keyed.ts'
import { lineDifferences } from './lines.ts'
import { NotXml, xmlDifferences } from './xml.ts'

type Reader = (a: string, b: string) => TextDifferences

const keyed =
  (format: 'properties' | 'env' | 'ini'): Reader =>
  (a, b) =>
    keyedDifferences(a, b, format)

const byEnding: Readonly<Record<string, Reader>> = {
  '.properties': keyed('properties'),
  '.env': keyed('env'),
  '.ini': keyed('ini'),
  '.cnf': keyed('ini'),
  '.toml': keyed('ini'),
  '.yaml': yamlDifferences,
  '.yml': yamlDifferences,
  '.json': jsonDifferences,
  '.xml': xmlDifferences,
}

/**
 * What two files differ in, each difference for itself, by the format that their name says. Where the format does not
 * hold what it promises, or taking all over does not make the second file of the first, lines are compared.
 */
export const textDifferences = (path: string, a: string, b: string): TextDifferences => {
  const name = basename(path)
  const ending = /^\.env(\.|$)/.test(name) ? '.env' : extname(name).toLowerCase()
  const reader = byEnding[ending] ?? (/^\s*<(\?xml|[A-Za-z])/.test(a) ? xmlDifferences : lineDifferences)
  try {
    const found = reader(a, b)
    if (makes(found, b, reader)) return found
  } catch (error) {
    const isFormat = error instanceof NotByPlaces || error instanceof NotXml || error instanceof SyntaxError
    if (!isFormat) throw error
  }
  const found = lineDifferences(a, b)
  return makes(found, b, lineDifferences) ? found : asOne(a, b)
}

/** Whether taking all over leaves nothing that differs. */
const makes = ({ differences, compose }: TextDifferences, b: string, reader: Reader): boolean =>
  reader(compose(new Set(differences.keys())), b).differences.length === 0

const asOne = (a: string, b: string): TextDifferences => ({
  differences: [{ key: 'the whole text', from: a, to: b }],
  compose: (chosen) => (chosen.size > 0 ? b : a),
})
