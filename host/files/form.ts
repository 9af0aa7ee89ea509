import { isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import { BenchError } from '../../shared/contract/error.ts'
import type { TextForm } from '../../shared/contract/files.ts'
import { isBinary, nameOf } from './detect.ts'
import { restoreEndings } from './endings.ts'

/** iconv-lite types its names as Node's; it knows many more. */
type Name = Parameters<typeof iconv.getDecoder>[0]

const marks: Readonly<Record<string, readonly number[]>> = {
  'utf-8': [0xef, 0xbb, 0xbf],
  'utf-16le': [0xff, 0xfe],
  'utf-16be': [0xfe, 0xff],
  'utf-32le': [0xff, 0xfe, 0, 0],
  'utf-32be': [0, 0, 0xfe, 0xff],
  gb18030: [0x84, 0x31, 0x95, 0x33],
}

/** Throws `invalid` for an encoding that nobody knows. */
export const needEncoding = (encoding: string): string => {
  const name = encoding.toLowerCase()
  if (!iconv.encodingExists(name) || /^(base64|hex|utf-?7)/.test(name))
    throw new BenchError(
      'invalid',
      `${encoding} is not an encoding that Casebench knows. Choose one of the list.`,
    )
  return name
}

export const decodeBytes = (bytes: Buffer, encoding: string): string =>
  encoding === 'utf-8' ? bytes.toString('utf8') : iconv.decode(bytes, encoding as Name, { stripBOM: false })

const encodeText = (text: string, encoding: string): Buffer =>
  encoding === 'utf-8' ? Buffer.from(text, 'utf8') : iconv.encode(text, encoding as Name, { addBOM: false })

const markOf = (bytes: Buffer, encoding: string): Buffer => {
  const mark = marks[encoding]
  return mark?.every((at, i) => bytes[i] === at) ? bytes.subarray(0, mark.length) : Buffer.alloc(0)
}

export interface DecodedText {
  text: string
  form: TextForm
  /** Whether writing the text back would not give the same bytes. */
  damaged: boolean
}

/**
 * A file's bytes as text with the form that gives exactly these bytes back, else `damaged`; null where they are no text.
 * The encoding is found unless it is named.
 */
export const decodeText = (bytes: Buffer, named?: string): DecodedText | null => {
  const encoding = named === undefined ? nameOf(bytes) : needEncoding(named)
  if (encoding === null || (named === undefined && isBinary(bytes, encoding))) return null
  return decodeAs(bytes, encoding)
}

/** As `decodeText` in a given encoding. */
export const decodeAs = (bytes: Buffer, encoding: string): DecodedText => {
  const mark = markOf(bytes, encoding)
  const body = bytes.subarray(mark.length)
  const text = decodeBytes(body, encoding)
  const damaged = encoding === 'utf-8' ? !isUtf8(body) : !encodeText(text, encoding).equals(body)
  return { text, form: { encoding, bom: mark.length > 0, lineEnding: lineEndingOf(text) }, damaged }
}

/** The one line ending of a text, `\n` where it has none. */
const lineEndingOf = (text: string): TextForm['lineEnding'] => {
  const found = new Set<string>()
  for (const [ending] of text.matchAll(/\r\n|\r|\n/g)) {
    found.add(ending)
    if (found.size > 1) return 'mixed'
  }
  return ([...found][0] ?? '\n') as TextForm['lineEnding']
}

/**
 * A text's bytes in a form. Line endings become the form's; where that is `mixed` they stay, and a text whose editor
 * made them one gets those of `before` back wherever its lines did not change. Throws `unencodable` with the place.
 */
export const encodeAs = (text: string, form: TextForm, before?: string): Buffer => {
  const encoding = needEncoding(form.encoding)
  const ended =
    form.lineEnding === 'mixed' ? restoreEndings(text, before) : text.replace(/\r\n|\r|\n/g, form.lineEnding)
  const bytes = encodeText(ended, encoding)
  if (encoding === 'utf-8' ? !ended.isWellFormed() : decodeBytes(bytes, encoding) !== ended)
    throw unencodable(ended, encoding)
  const mark = form.bom ? marks[encoding] : undefined
  return mark ? Buffer.concat([Buffer.from(mark), bytes]) : bytes
}

const holds = (character: string, encoding: string): boolean =>
  encoding === 'utf-8'
    ? character.isWellFormed()
    : decodeBytes(encodeText(character, encoding), encoding) === character

const unencodable = (text: string, encoding: string) => {
  let line = 1
  let column = 1
  for (const character of text) {
    if (!holds(character, encoding)) {
      const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
      return new BenchError(
        'unencodable',
        `The character ${character.toWellFormed()} (${code}) in line ${line}, column ${column} cannot be written in ${encoding}. Nothing was written. Remove it, or save in UTF-8.`,
        { character, line, column, encoding },
      )
    }
    column += character.length
    if (character !== '\n') continue
    line += 1
    column = 1
  }
  return new BenchError(
    'unencodable',
    `This text cannot be written in ${encoding} without a change. Nothing was written. Save in UTF-8.`,
    { encoding },
  )
}
