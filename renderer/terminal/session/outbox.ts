import type { HostClient } from '../../app/bench.ts'

/** Characters of one message; the contract's bound. */
const mostCharacters = 1_000_000
/** Characters that wait at most; more is no typing and no paste that a shell would take. */
const mostWaiting = 32_000_000

export interface Outbox {
  send(data: string, binary?: boolean): void
}

/** Sends what is typed and pasted, in order: while one message is under way the next ones gather. */
export const createOutbox = (
  write: HostClient['terminals']['write'],
  id: string,
  onFailure: (error: unknown) => void,
): Outbox => {
  let waiting: { data: string; binary: boolean }[] = []
  let waits = 0
  let busy = false

  const take = () => {
    const [first, ...rest] = waiting
    if (!first) return null
    const data = first.data.slice(0, mostCharacters)
    const left = first.data.slice(mostCharacters)
    waiting = left ? [{ ...first, data: left }, ...rest] : rest
    waits -= data.length
    return { data, binary: first.binary }
  }
  const run = async () => {
    busy = true
    try {
      for (let next = take(); next; next = take()) await write({ id, ...next })
    } catch (error) {
      waiting = []
      waits = 0
      onFailure(error)
    }
    busy = false
  }
  return {
    send(data, binary = false) {
      if (data === '' || waits + data.length > mostWaiting) return
      const last = waiting.at(-1)
      if (last?.binary === binary) last.data += data
      else waiting.push({ data, binary })
      waits += data.length
      if (!busy) void run()
    },
  }
}
