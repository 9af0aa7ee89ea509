import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

export interface PageFile {
  readonly type: string
  readonly text: string
}

export interface PageFiles {
  /** Of all files together: an address with it means these very bytes for ever. */
  readonly digest: string
  readonly document: string
  /** By name, as `people.ts`. */
  readonly files: ReadonlyMap<string, PageFile>
}

const types: Readonly<Record<string, string>> = {
  ts: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  html: 'text/html; charset=utf-8',
}

const endingOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

/** Node warns of each use that this function may change; which Node runs is ours to choose, so nobody has to read that. */
const quietly = <Result>(work: () => Result): Result => {
  const { emitWarning } = process
  process.emitWarning = () => undefined
  try {
    return work()
  } finally {
    process.emitWarning = emitWarning
  }
}

const readPage = (folder: string, name: string): PageFile => {
  const source = readFileSync(join(folder, name), 'utf8')
  const text = endingOf(name) === 'ts' ? quietly(() => stripTypeScriptTypes(source)) : source
  return { type: types[endingOf(name)] ?? '', text }
}

/** The files of the page, their types stripped: what the browser loads are the modules as they are written. */
export const readPageFiles = (): PageFiles => {
  const folder = fileURLToPath(new URL('./page/', import.meta.url))
  const names = readdirSync(folder)
    .filter((name) => types[endingOf(name)] !== undefined)
    .toSorted()
  const files = new Map(names.map((name) => [name, readPage(folder, name)]))
  const hash = createHash('sha256')
  for (const [name, { text }] of files) hash.update(`${name}\0${text}\0`)
  const digest = hash.digest('hex').slice(0, 16)
  const document = files.get('index.html')?.text.replaceAll('{digest}', digest) ?? ''
  files.delete('index.html')
  return { digest, document, files }
}
