import type { ImportSource } from '../record.ts'
import { utf8 } from '../text/encoding.ts'
import { JsonSplitter } from './splitter.ts'
import type { JsonUnit, Wrappers } from './unit.ts'

interface Options {
  wrappers: Wrappers
  only?: ReadonlySet<string>
  maxBytes?: number
}

/** The values of a JSON file of any size and encoding, in batches; see `JsonSplitter`. */
export const jsonUnits = async function* (
  source: ImportSource,
  options: Options,
): AsyncGenerator<JsonUnit[]> {
  const splitter = new JsonSplitter(options)
  for await (const chunk of utf8(source.bytes())) {
    const units = splitter.push(chunk)
    if (units.length > 0) yield units
  }
  const rest = splitter.end()
  if (rest.length > 0) yield rest
}
