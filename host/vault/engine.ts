import { Readable } from 'node:stream'
import type Docker from 'dockerode'
import { BenchError, cancelled } from '../../shared/contract/error.ts'

/** An image as the engine has it. */
export interface EngineImage {
  id: string
  names: string[]
  digests: string[]
  bytes: number
}

/** What the vault needs of an engine. Images are named as `readName` lets through, or by id. */
export interface ImageEngine {
  /** Null where the engine does not have it. */
  inspect(image: string): Promise<EngineImage | null>
  /** The archive of one image by its id, as `docker save` writes it. */
  save(id: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>
  load(archive: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void>
  tag(id: string, name: { repository: string; tag: string }): Promise<void>
}

/** The images of an engine of Docker's interface, 1.40 and later. */
export const imageEngine = (engine: Docker): ImageEngine => ({
  async inspect(image) {
    try {
      const found = await engine.getImage(image).inspect()
      const { Id, RepoTags, RepoDigests, Size } = found
      return { id: Id, names: RepoTags ?? [], digests: RepoDigests ?? [], bytes: Size }
    } catch (error) {
      if (statusOf(error) === 404) return null
      throw engineError(error)
    }
  },
  async save(id, signal) {
    const stream = (await engine
      .getImage(id)
      .get()
      .catch((error: unknown) => {
        throw engineError(error)
      })) as Readable
    return endedBy(stream, signal)
  },
  load: (archive, signal) => load(engine, archive, signal),
  async tag(id, { repository, tag }) {
    await engine
      .getImage(id)
      .tag({ repo: repository, tag })
      .catch((error: unknown) => {
        throw engineError(error)
      })
  },
})

async function* endedBy(stream: Readable, signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
  const end = () => stream.destroy(cancelled())
  signal.addEventListener('abort', end, { once: true })
  try {
    if (signal.aborted) throw cancelled()
    for await (const chunk of stream) yield chunk as Uint8Array
  } finally {
    signal.removeEventListener('abort', end)
    stream.destroy()
  }
}

/** Characters of what the engine says that are kept. */
const saidAtMost = 4000

const load = async (
  engine: Docker,
  archive: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> => {
  const stop = new AbortController()
  const source = Readable.from(archive, { objectMode: false })
  // The request does not end by itself when its source fails; and an engine that hears of no end loads nothing.
  let failed: unknown
  source.on('error', (error) => {
    failed = error
    stop.abort()
  })
  const abortSignal = AbortSignal.any([signal, stop.signal])
  try {
    const answer = (await engine.loadImage(source, { quiet: true, abortSignal })) as Readable
    let said = ''
    for await (const chunk of answer) if (said.length < saidAtMost) said += String(chunk)
    const complaint = complaintIn(said)
    if (complaint)
      throw new BenchError(
        'engine',
        `The engine did not take the image: ${complaint} Nothing of the vault changed.`,
      )
  } catch (error) {
    if (signal.aborted) throw cancelled()
    throw failed ?? engineError(error)
  } finally {
    source.destroy()
  }
}

/** What went wrong in the lines of JSON that an engine answers with. */
const complaintIn = (said: string): string => {
  const found = /"error"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(said)?.[1]
  if (found === undefined) return ''
  const text = String(JSON.parse(found)).slice(0, 500)
  return /[.!?]$/.test(text) ? text : `${text}.`
}

const statusOf = (error: unknown): number =>
  error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 0

/** What the engine or its socket said, as a sentence. */
const engineError = (error: unknown): unknown => {
  if (!(error instanceof Error) || error instanceof BenchError) return error
  const code = 'code' in error ? String(error.code) : ''
  if (/^(ECONNREFUSED|ENOENT|EACCES|ECONNRESET|EPIPE)$/.test(code))
    return new BenchError(
      'no-engine',
      'The container engine does not answer. Nothing was changed. Start it, then try again.',
    )
  return new BenchError('engine', `The container engine refused this: ${error.message.slice(0, 500)}`)
}
