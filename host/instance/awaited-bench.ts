import { BenchError } from '../../shared/contract/error.ts'
import { services } from '../../shared/contract/index.ts'
import type { Endpoint, Endpoints } from '../../shared/wire/server.ts'
import type { HeldBench } from './hold.ts'

/** What a person can put right while the window waits. */
const remediable: readonly string[] = ['read-only', 'disk-full', 'damaged', 'newer-database']

export const isRemediable = (error: unknown): error is BenchError =>
  error instanceof BenchError && remediable.includes(error.code)

type Handle = (...parts: unknown[]) => unknown

/**
 * A bench that could not be opened. Each thing it is asked opens it anew: until that goes, the answer is the sentence
 * that says why not; from then on it is the bench that `open` gave. Between two tries the folder is nobody's, so that it
 * can be put right from a command line.
 */
export const awaitBench = (open: () => Promise<HeldBench>): HeldBench => {
  let opening: Promise<HeldBench> | undefined
  let closed = false

  const held = (): Promise<HeldBench> => {
    if (closed) return Promise.reject(new BenchError('disconnected', 'Casebench is being closed.'))
    opening ??= open().catch((error: unknown) => {
      opening = undefined
      throw error
    })
    return opening
  }
  const handler = async (name: string): Promise<Handle> => {
    const endpoint = (await held()).endpoints.get(name)
    if (!endpoint) throw new BenchError('unknown-method', `This host knows no "${name}".`)
    return endpoint.handle as Handle
  }
  const streamed = (name: string) =>
    async function* (...parts: unknown[]) {
      yield* (await handler(name))(...parts) as AsyncIterable<unknown>
    }
  const called =
    (name: string): Handle =>
    async (...parts) =>
      (await handler(name))(...parts)

  const endpoints: Endpoints = new Map(
    Object.values(services).flatMap((service) =>
      Object.entries(service.methods).map(([of, method]): [string, Endpoint] => {
        const name = `${service.name}.${of}`
        return [name, { method, handle: method.kind === 'stream' ? streamed(name) : called(name) }]
      }),
    ),
  )
  return {
    endpoints,
    readBlob: async (...parts) => (await held()).readBlob(...parts),
    async close() {
      closed = true
      // Of one that still cannot be opened there is nothing to close.
      const bench = await opening?.catch(() => undefined)
      await bench?.close()
    },
  }
}
