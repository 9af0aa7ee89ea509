import type { Readable } from 'node:stream'
import { limits } from '../../shared/domain/entities.ts'
import { UsageError } from './usage-error.ts'

/** UTF-8 takes at most three bytes for one UTF-16 unit. */
const bytesAtMost = limits.text * 3

/** A text argument; `-` stands for all of standard input. Throws where it is too long to be a text. */
export const readText = async (argument: string, stdin: Readable): Promise<string> => {
  if (argument !== '-') return argument
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stdin as AsyncIterable<Buffer | string>) {
    const buffer = Buffer.from(chunk)
    bytes += buffer.length
    if (bytes > bytesAtMost)
      throw new UsageError('The text on standard input is too long; attach it as a file instead.')
    chunks.push(buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}
