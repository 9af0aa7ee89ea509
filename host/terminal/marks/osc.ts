import type { Meaning, Sender } from './mark.ts'

const MOST_COMMAND = 100_000
const MOST_TITLE = 1_000
const MOST_PATH = 4_096

/**
 * What the body of one operating system command (between `ESC ]` and its terminator) means, or null. Sources: OSC 133
 * of FinalTerm with `aid` and kitty's `cmdline_url`, OSC 633 of VS Code, OSC 7 and 1337;CurrentDir, 9;9 of ConEmu,
 * 0, 2 and 52 of xterm. Our own shells add their nonce: `n=` in A–D, the last fields in E and P.
 */
export const meaningOf = (body: Uint8Array, nonce: string): Meaning | null => {
  const number = numberOf(body)
  if (number === null || !known.has(number)) return null
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const text = bytes.toString('utf8', String(number).length + 1)
  if (number === 133 || number === 633) return shellMark(text, nonce)
  if (number === 0 || number === 2) return { type: 'title', text: plainLine(text, MOST_TITLE) }
  if (number === 52) return clipboard(text)
  if (number === 7) return fileUrl(text)
  const folder = number === 9 ? /^9;"?([^"]*)/.exec(text) : /^CurrentDir=(.*)$/s.exec(text)
  return folder ? atFolder(folder[1] ?? '', null, anonymous) : null
}

const known = new Set([0, 2, 7, 9, 52, 133, 633, 1337])

const anonymous: Sender = { trusted: false, shell: null }

const numberOf = (body: Uint8Array): number | null => {
  let number = 0
  for (let i = 0; i < 5 && i < body.length; i += 1) {
    const byte = body[i] ?? 0
    if (byte === 0x3b) return i === 0 ? null : number
    if (byte < 0x30 || byte > 0x39) return null
    number = number * 10 + byte - 0x30
  }
  return null
}

const shellMark = (text: string, nonce: string): Meaning | null => {
  const [kind, ...fields] = text.split(';')
  if (kind === 'E') {
    const [line = '', given, shell = null] = fields
    const sender = given === nonce ? { trusted: true, shell } : anonymous
    return { type: 'command-line', text: unescaped(line).slice(0, MOST_COMMAND), ...sender }
  }
  if (kind === 'P') return property(fields, nonce)
  const pairs = new Map(fields.map((field) => split(field, '=')))
  // A secondary or right prompt is part of the one that has begun.
  if ((pairs.get('k') ?? 'i') !== 'i') return null
  const sender = { trusted: pairs.get('n') === nonce, shell: pairs.get('aid')?.slice(0, 100) ?? null }
  if (kind === 'A') return { type: 'prompt-start', ...sender }
  if (kind === 'B') return { type: 'prompt-end', ...sender }
  if (kind === 'C') return { type: 'command-start', text: commandOf(pairs), ...sender }
  if (kind === 'D') return { type: 'command-end', exitCode: exitCodeOf(fields[0]), ...sender }
  return null
}

const commandOf = (pairs: Map<string, string>): string | null => {
  const url = pairs.get('cmdline_url')
  return url === undefined ? null : percentDecoded(url).slice(0, MOST_COMMAND)
}

const exitCodeOf = (field = ''): number | null => (/^-?\d{1,10}$/.test(field) ? Number(field) : null)

const property = (fields: string[], nonce: string): Meaning | null => {
  const given = fields.at(-2) === nonce
  // Ours elsewhere have no nonce to give, and leave its field empty.
  const elsewhere = fields.at(-2) === '' && /^\d+$/.test(fields.at(-1) ?? '')
  const [name, value] = split((given || elsewhere ? fields.slice(0, -2) : fields).join(';'), '=')
  if (name !== 'Cwd') return null
  return atFolder(unescaped(value), null, given ? { trusted: true, shell: fields.at(-1) ?? null } : anonymous)
}

const fileUrl = (text: string): Meaning | null => {
  const [, host = '', path] = /^(?:file|kitty-shell-cwd):\/\/([^/]*)(\/.*)$/s.exec(text) ?? []
  if (path === undefined) return null
  const decoded = text.startsWith('file') ? percentDecoded(path) : path
  return atFolder(decoded.replace(/^\/([A-Za-z]:)/, '$1'), host.slice(0, 255), anonymous)
}

/** A path that cannot be one (empty, too long, or with a zero byte) is no mark. */
const atFolder = (path: string, host: string | null, sender: Sender): Meaning | null =>
  path === '' || path.length > MOST_PATH || path.includes('\0')
    ? null
    : { type: 'folder', path, host, ...sender }

/** A question (`?`) is never answered: it would hand the clipboard to whatever prints. */
const clipboard = (text: string): Meaning | null => {
  const [, coded] = split(text, ';')
  if (coded === '' || !/^[A-Za-z0-9+/]*={0,2}$/.test(coded)) return null
  return { type: 'clipboard', text: Buffer.from(coded, 'base64').toString('utf8') }
}

/** VS Code's escapes: `\\`, and `\xHH` for what would end a field or a sequence. */
const unescaped = (text: string): string =>
  text.includes('\\')
    ? text.replace(/\\(\\|x([0-9a-fA-F]{2}))/g, (_, all: string, hex: string | undefined) =>
        hex === undefined ? all : String.fromCharCode(Number.parseInt(hex, 16)),
      )
    : text

const percentDecoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    // Not UTF-8, or a bare percent sign: what stands there is as good a name.
    return text
  }
}

const split = (text: string, by: string): [string, string] => {
  const place = text.indexOf(by)
  return place < 0 ? [text, ''] : [text.slice(0, place), text.slice(place + 1)]
}

/** Without controls and without what turns the reading direction, so that a title cannot pose as something else. */
const plainLine = (text: string, most: number): string =>
  text.slice(0, most).replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
