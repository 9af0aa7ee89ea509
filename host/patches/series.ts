import { decodeWords } from 'postal-mime'
import { headerMap } from '../imports/mail/headers.ts'
import { parseDiff } from './diff/parse.ts'
import type { Section } from './diff/section.ts'
import { textOf } from './diff/unquote.ts'

/** One patch of a series: what its author says, and what it changes. */
export interface Mail {
  readonly subject: string
  readonly body: string
  readonly author: string
  /** As the mail says it. */
  readonly date: string
  readonly sections: readonly Section[]
}

/** Where a mail of an mbox begins: format-patch's own line, or that of a mail program (RFC 4155). */
const start = /^From (?:[0-9a-f]{40,64}|\S+) +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} .*\d{4}\s*$/gm

/**
 * Reads a `git format-patch` series, a mail with a patch in it, or a plain diff, from bytes. Throws `unreadable` where a
 * hunk is damaged.
 */
export const readSeries = (bytes: Buffer): Mail[] => {
  const text = withoutMailBreaks(bytes.toString('latin1'))
  const starts = [...text.matchAll(start)].map(({ index }) => index)
  if (starts.length === 0)
    return [/^[A-Za-z-]+: /.test(text) ? readMail(text) : { ...nobody, sections: parseDiff(text) }]
  return starts.map((from, at) => readMail(text.slice(text.indexOf('\n', from) + 1, starts[at + 1])))
}

const nobody = { subject: '', body: '', author: '', date: '' }

/** A patch that a mail program sent on with CR LF throughout; git's own lines tell. */
const withoutMailBreaks = (text: string): string =>
  /^(?:diff --git|--- |\+\+\+ )[^\n]*\r\n/m.test(text) &&
  !/^(?:diff --git|--- |\+\+\+ )[^\n]*[^\r\n]\n/m.test(text)
    ? text.replace(/\r\n/g, '\n')
    : text

const readMail = (text: string): Mail => {
  const end = /\r?\n\r?\n/.exec(text)
  const head = text.slice(0, end?.index ?? text.length)
  const headers = headerMap(textOf(head))
  const rest = decodeBody(end ? text.slice(end.index + end[0].length) : '', headers)
  const message = /^---[ \t]*\r?$|^diff --git |^--- .*\n\+\+\+ /m.exec(rest)
  return {
    subject: words(headers.get('subject') ?? '')
      .replace(/^(?:\[[^\]]{0,60}\]\s*)+/, '')
      .slice(0, 1000),
    body: textOf(rest.slice(0, message?.index ?? 0))
      .trim()
      .slice(0, 100_000),
    author: words(headers.get('from') ?? '').slice(0, 1000),
    date: (headers.get('date') ?? '').slice(0, 200),
    sections: parseDiff(rest.slice(message?.index ?? 0)),
  }
}

const words = (text: string): string => {
  try {
    return decodeWords(text).replace(/\s+/g, ' ').trim()
  } catch {
    // Encoded words that cannot be decoded are shown as they are.
    return text
  }
}

const decodeBody = (body: string, headers: ReadonlyMap<string, string>): string => {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase()
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('latin1')
  if (encoding !== 'quoted-printable') return body
  return body
    .replace(/[ \t]+$/gm, '')
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
