/**
 * A recorded terminal in one form for all versions of asciicast (docs.asciinema.org/manual/asciicast/v1, v2, v3).
 * What a version does not know is kept as it was found, so that nothing is lost by writing it again.
 */
export interface CastHeader {
  /** What the file was; it is always written as 3. */
  version: 1 | 2 | 3
  columns: number
  rows: number
  /** Every other field as v3 names it, those of `term` beside `cols` and `rows` included. */
  fields: Readonly<Record<string, unknown>>
}

export interface CastEvent {
  /** Nanoseconds since the recording began; never less than that of the event before. */
  time: number
  /** `o` output, `i` input, `r` resize (`COLSxROWS`), `m` marker, `x` exit status; others are kept. */
  code: string
  /** Bytes that are no UTF-8 stand as lone surrogates, see `bytesOf`. */
  data: string
  /** All that follows the code, where it is not just one text. */
  more?: readonly unknown[]
}

export type CastPart =
  | { type: 'header'; header: CastHeader }
  | { type: 'event'; event: CastEvent }
  /** A line of v3 after its `#`. */
  | { type: 'comment'; text: string }
  /** Something that could not be taken as it stands. A torn last line is what a crash leaves, not a fault of the file. */
  | { type: 'damaged'; line: number; reason: string; torn: boolean }

export const NANOSECONDS = 1_000_000_000
