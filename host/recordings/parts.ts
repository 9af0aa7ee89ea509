import { BenchError } from '../../shared/contract/error.ts'
import type { CastPart } from '../../shared/lib/asciicast/cast.ts'
import { createCastParser } from '../../shared/lib/asciicast/parse.ts'

/** The parts of a recording as its bytes come. Throws `unreadable` for what is none. */
export async function* partsOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<CastPart, void, undefined> {
  const parser = createCastParser()
  let headed = false
  const checked = (parts: readonly CastPart[]): readonly CastPart[] => {
    const [first] = parts
    if (!headed && first && first.type !== 'header')
      throw new BenchError(
        'unreadable',
        `This is not a recording of a terminal (asciicast 1, 2 or 3)${first.type === 'damaged' ? `: ${first.reason}` : ''}. Nothing was written.`,
      )
    headed ||= first !== undefined
    return parts
  }
  for await (const chunk of bytes) yield* checked(parser.push(chunk))
  yield* checked(parser.end())
}
