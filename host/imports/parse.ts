import { cancelled } from '../../shared/contract/error.ts'
import type { CsvMapping } from '../../shared/contract/imports.ts'
import type { ImportFormat } from '../../shared/domain/vocabulary.ts'
import { detect, readHead, unknownFormat } from './detect.ts'
import { bugzilla } from './formats/bugzilla.ts'
import { casebench } from './formats/casebench.ts'
import { csv } from './formats/csv.ts'
import { github } from './formats/github.ts'
import { jira } from './formats/jira.ts'
import { mail } from './formats/mail.ts'
import type { Reader } from './formats/reader.ts'
import { zendesk } from './formats/zendesk.ts'
import type { ImportSource, Parsed } from './record.ts'

export { inspect } from './inspect.ts'

export interface ParseOptions {
  format: ImportFormat | 'auto'
  mapping?: CsvMapping
  signal?: AbortSignal
}

const readers: { [F in ImportFormat]: Reader } = {
  github,
  jira,
  zendesk,
  bugzilla,
  csv,
  eml: mail,
  mbox: mail,
  casebench,
}

/** Stops between two chunks of the file, too, so that a file without records can be cancelled. */
const stoppable = (source: ImportSource, signal: AbortSignal | undefined): ImportSource => ({
  name: source.name,
  async *bytes() {
    for await (const chunk of source.bytes()) {
      if (signal?.aborted) throw cancelled()
      yield chunk
    }
  },
})

/**
 * Turns the bytes of an export, however damaged, into records and skips, in the order of the file as far as
 * its format has one. Nothing in the bytes makes it throw: what cannot be read becomes a skip with its line and
 * reason. It throws what reading the source throws, and a `cancelled` error when the signal is aborted. The
 * source is read more than once by formats whose parts lie apart.
 */
export const parse = async function* (source: ImportSource, options: ParseOptions): AsyncGenerator<Parsed> {
  const { signal, mapping } = options
  const watched = stoppable(source, signal)
  const head = options.format === 'auto' ? await readHead(watched) : undefined
  const format = head ? detect(head, source.name) : options.format
  if (!format || format === 'auto') {
    yield { type: 'skip', line: 1, reason: head?.text === '' ? 'The file is empty.' : unknownFormat }
    return
  }
  for await (const batch of readers[format](watched, mapping ? { mapping } : {})) {
    for (const one of batch) {
      if (signal?.aborted) throw cancelled()
      yield one
    }
  }
}
