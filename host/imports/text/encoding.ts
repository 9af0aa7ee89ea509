import { isAscii, isUtf8 } from 'node:buffer'
import chardet from 'chardet'
import iconv from 'iconv-lite'
import { guessAsian } from './asian.ts'

/** How much of a file is looked at, from its first byte beyond ASCII on, to name its encoding. */
const sampleBytes = 256 * 1024

const marks: readonly [encoding: string, bytes: readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

export interface Wide {
  encoding: string
  skip: number
}

/** An encoding that the first bytes of a file give away: a byte order mark, or the zero bytes of UTF-16. */
export const fromStart = (head: Uint8Array): Wide | undefined => {
  for (const [encoding, mark] of marks) {
    if (mark.every((at, i) => head[i] === at)) return { encoding, skip: mark.length }
  }
  const zeros = [0, 0]
  const length = Math.min(head.length, 4096)
  for (let i = 0; i < length; i++) if (head[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  const enough = Math.max(1, length / 40)
  if (odd >= enough && odd > even * 8) return { encoding: 'utf-16le', skip: 0 }
  if (even >= enough && even > odd * 8) return { encoding: 'utf-16be', skip: 0 }
  return undefined
}

/** What is beyond ASCII, with a little around it: enough to tell encodings apart, and quick to judge. */
const excerpt = (sample: Buffer): Buffer => {
  const parts: Buffer[] = []
  let size = 0
  for (let i = 0; i < sample.length && size < 64 * 1024; i++) {
    if ((sample[i] as number) < 0x80) continue
    let stop = i + 1
    for (let quiet = 0; stop < sample.length && quiet < 12; stop++) {
      quiet = (sample[stop] as number) < 0x80 ? quiet + 1 : 0
    }
    const part = sample.subarray(Math.max(0, i - 12), stop)
    parts.push(part)
    size += part.length
    i = stop
  }
  return Buffer.concat(parts)
}

/** Whether most of what is beyond ASCII is UTF-8, so that the rest is damage and not another encoding. */
const mostlyUtf8 = (sample: Buffer): boolean => {
  if (isUtf8(sample)) return true
  // The end of the sample may cut a character in two.
  for (let cut = 1; cut <= 3 && cut < sample.length; cut++) {
    if ((sample[sample.length - cut] as number) >= 0xc0) {
      if (isUtf8(sample.subarray(0, sample.length - cut))) return true
      break
    }
  }
  const text = sample.toString('utf8')
  let wrong = 0
  let right = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit === 0xfffd) wrong++
    else if (unit > 0x7f) right++
  }
  return right > wrong * 4
}

/**
 * Names the encoding of bytes that are not all ASCII and not UTF-16. ISO-8859-1 is taken as Windows-1252,
 * its superset that is in use.
 */
export const nameEncoding = (sample: Buffer): string => {
  if (mostlyUtf8(sample)) return 'utf-8'
  const part = excerpt(sample)
  const asian = guessAsian(part)
  if (asian) return asian
  const named = chardet.detect(part)?.toLowerCase() ?? ''
  const western = named === '' || named === 'ascii' || named === 'iso-8859-1' || named.startsWith('utf')
  return western || !iconv.encodingExists(named) ? 'windows-1252' : named
}

/** Gathers bytes until the sample is large enough. */
const gather = async (
  first: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
  bytes: number,
): Promise<{ sample: Buffer; ended: boolean }> => {
  const parts = [first]
  let size = first.length
  while (size < bytes) {
    const { value, done } = await rest.next()
    if (done) return { sample: Buffer.concat(parts), ended: true }
    parts.push(value)
    size += value.length
  }
  return { sample: Buffer.concat(parts), ended: false }
}

const decodeTo = async function* (encoding: string, first: Buffer, rest: AsyncIterator<Uint8Array>) {
  const decoder = iconv.getDecoder(encoding as Parameters<typeof iconv.getDecoder>[0])
  yield Buffer.from(decoder.write(first))
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    yield Buffer.from(decoder.write(Buffer.from(next.value)))
  }
  yield Buffer.from(decoder.end() ?? '')
}

const passOn = async function* (rest: AsyncIterator<Uint8Array>) {
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
}

/**
 * Turns the bytes of a text file in whatever encoding into UTF-8 without a byte order mark. Bytes that are
 * wrong in the encoding become U+FFFD when read; nothing here fails. ASCII passes until the first byte beyond
 * it, where the encoding is named from what follows; `named` is told once.
 */
export const utf8 = async function* (
  bytes: AsyncIterable<Uint8Array>,
  named: (encoding: string) => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  const input = bytes[Symbol.asyncIterator]()
  try {
    const head = await gather(new Uint8Array(), input, 4096)
    const wide = fromStart(head.sample)
    if (wide) {
      named(wide.encoding)
      const start = head.sample.subarray(wide.skip)
      if (wide.encoding !== 'utf-8') yield* decodeTo(wide.encoding, start, input)
      else {
        yield start
        yield* passOn(input)
      }
      return
    }
    let chunk: Uint8Array = head.sample
    while (isAscii(chunk)) {
      yield chunk
      const next = await input.next()
      if (next.done) {
        named('utf-8')
        return
      }
      chunk = next.value
    }
    const { sample } = await gather(chunk, input, sampleBytes)
    const encoding = nameEncoding(sample)
    named(encoding)
    if (encoding !== 'utf-8') yield* decodeTo(encoding, sample, input)
    else {
      yield sample
      yield* passOn(input)
    }
  } finally {
    await input.return?.()
  }
}

/** The first bytes of a source as UTF-8, whole chunks until there are as many as asked for; and what it was written in. */
export const utf8Head = async (
  chunks: AsyncIterable<Uint8Array>,
  bytesAtLeast: number,
): Promise<{ bytes: Buffer; encoding: string }> => {
  let encoding = 'utf-8'
  const parts: Uint8Array[] = []
  let size = 0
  const named = (name: string) => {
    encoding = name
  }
  for await (const chunk of utf8(chunks, named)) {
    parts.push(chunk)
    size += chunk.length
    if (size >= bytesAtLeast) break
  }
  return { bytes: Buffer.concat(parts), encoding }
}
