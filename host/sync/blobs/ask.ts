import { z } from 'zod'
import { TransferFailure } from './decide.ts'
import type { TransferAnswer, TransferRequest, Transport } from './transport.ts'

/** Bytes of an answer in JSON at most: the longest one names 8,192 parts. */
const jsonBytesAtMost = 4 * 1024 * 1024

const refusal = z.object({ error: z.object({ code: z.string().max(100), message: z.string().max(1000) }) })

const strange = () =>
  new TransferFailure(
    'unreachable',
    'Something else answered in place of the central service: a sign-in page of the network, for one. Files wait until it answers itself.',
  )

/** Sends a request, and turns no answer into a failure that says so. */
export const reach = async (transport: Transport, request: TransferRequest): Promise<TransferAnswer> => {
  try {
    return await transport(request)
  } catch (error) {
    request.signal.throwIfAborted()
    throw unreachable(error)
  }
}

export const unreachable = (error: unknown): TransferFailure =>
  new TransferFailure(
    'unreachable',
    `The central service was not reached (${error instanceof Error ? error.message : String(error)}). It is tried again by itself.`,
  )

/** Sends a request and answers what it says in JSON, or throws what the refusal means. */
export const askJson = async <Schema extends z.ZodType>(
  transport: Transport,
  request: TransferRequest,
  schema: Schema,
): Promise<z.output<Schema>> => {
  const answer = await reach(transport, request)
  if (answer.status !== 200 && answer.status !== 202) throw await failureOf(answer)
  const parsed = schema.safeParse(await jsonOf(answer))
  if (!parsed.success) throw strange()
  return parsed.data
}

const jsonOf = async ({ body }: TransferAnswer): Promise<unknown> => {
  const pieces: Uint8Array[] = []
  let length = 0
  try {
    for await (const piece of body) {
      length += piece.length
      if (length > jsonBytesAtMost) throw strange()
      pieces.push(piece)
    }
  } catch (error) {
    throw error instanceof TransferFailure ? error : unreachable(error)
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'))
  } catch {
    // Not JSON: whoever validates it says so.
    return undefined
  }
}

const kinds: Readonly<Record<number, TransferFailure['kind']>> = {
  401: 'signed-out',
  403: 'signed-out',
  404: 'absent',
  // Whatever it is about, the next try asks for the state first.
  409: 'busy',
  429: 'busy',
  503: 'busy',
  507: 'busy',
}

/** What a refusal means. Reads the answer's body to its end. */
export const failureOf = async (answer: TransferAnswer): Promise<TransferFailure> => {
  const told = refusal.safeParse(await jsonOf(answer))
  if (!told.success) return answer.status >= 500 ? busy(answer.status) : strange()
  const { code, message } = told.data.error
  if (code === 'hash-differs' || code === 'part-differs') return new TransferFailure('wrong-bytes', message)
  const seconds = Number(answer.header('retry-after') ?? 0)
  return new TransferFailure(
    kinds[answer.status] ?? 'busy',
    message,
    Number.isFinite(seconds) ? Math.max(0, seconds) * 1000 : 0,
  )
}

const busy = (status: number) =>
  new TransferFailure(
    'busy',
    `The central service cannot do this now (status ${status}). It is tried again by itself.`,
  )
