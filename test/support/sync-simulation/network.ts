import type { Transport } from '../../../host/sync/exchange.ts'
import { BenchError } from '../../../shared/contract/error.ts'
import type { PushAnswer } from '../../../shared/sync/protocol.ts'
import { wireVersion } from '../../../shared/sync/protocol.ts'
import type { MemoryCentral, Transaction } from '../memory-central.ts'
import type { SimulatedBench } from './bench.ts'
import type { Perform } from './process.ts'
import type { Random } from './random.ts'

/** What can befall a request: it comes through, it is lost, its answer is lost, or it comes twice. */
const fates = ['through', 'through', 'through', 'through', 'lost', 'answer-lost', 'twice'] as const

/** The wires between benches and the service, with what is still under way on them. */
export interface Network {
  /** Pushes that the service has begun and that commit some time. */
  open: Transaction[]
  /** Pushes that arrive late. */
  late: (() => Transaction)[]
  /** No more trouble from now on. */
  healed: boolean
  /** What befell requests, and how often. */
  seen: Map<string, number>
}

export const noteSeen = (seen: Map<string, number>, what: string): void =>
  void seen.set(what, (seen.get(what) ?? 0) + 1)

interface Wire {
  bench: SimulatedBench
  central: MemoryCentral
  network: Network
  perform: Perform
  /** Chance as it is now; it changes from command to command. */
  random(): Random
}

const unreached = () => new BenchError('unreachable', 'The service cannot be reached.')

export const simulatedTransport = ({ bench, central, network, perform, random }: Wire): Transport => {
  const fate = () => {
    const kind = network.healed ? 'through' : bench.reachable ? (random().pick(fates) ?? 'through') : 'lost'
    noteSeen(network.seen, kind)
    return kind
  }
  return {
    async push(message) {
      // What crosses a wire is text.
      const request = JSON.parse(JSON.stringify({ wire: wireVersion, now: bench.now(), ...message }))
      const sent = await perform('send a push', () => {
        const kind = fate()
        if (kind === 'lost') {
          if (random().chance(0.5)) network.late.push(() => central.begin(bench.name, request))
          throw unreached()
        }
        if (kind === 'twice') network.late.push(() => central.begin(bench.name, request))
        const transaction = central.begin(bench.name, request)
        network.open.push(transaction)
        return { kind, transaction }
      })
      return perform('hear of a push', (): PushAnswer => {
        if (sent.kind === 'answer-lost' && random().chance(0.5)) throw unreached()
        const answer = commit(network, sent.transaction)
        if (sent.kind === 'answer-lost' || (!network.healed && !bench.reachable)) throw unreached()
        return JSON.parse(JSON.stringify(answer))
      })
    },
    async *pull(request) {
      const lines = await perform('send a pull', () => {
        if (fate() === 'lost') throw unreached()
        return central.pull(bench.name, JSON.parse(JSON.stringify(request)))
      })
      let held = ''
      for (;;) {
        const { text, done } = await perform('hear of a pull', () => {
          if (!network.healed && random().chance(0.3)) letHappen(network, random())
          if (!network.healed && (!bench.reachable || random().chance(0.04))) {
            noteSeen(network.seen, 'cut')
            if (random().chance(0.5)) throw unreached()
            return { text: held.slice(0, random().below(held.length + 1)), done: true }
          }
          const chunk = chunkOf(lines, random())
          const whole = held + chunk.text
          const cut = chunk.done ? whole.length : random().below(whole.length + 1)
          held = whole.slice(cut)
          return { text: whole.slice(0, cut), done: chunk.done }
        })
        yield text
        if (done) return
      }
    },
  }
}

const commit = (network: Network, transaction: Transaction): PushAnswer => {
  network.open = network.open.filter((one) => one !== transaction)
  return transaction.commit()
}

/** Lets one thing that is under way happen: a late push arrives, or one that has begun commits. */
export const letHappen = (network: Network, random: Random): void => {
  const late = network.late.splice(random.below(network.late.length + 1), 1)[0]
  if (late) {
    noteSeen(network.seen, 'late')
    network.open.push(late())
  }
  const open = random.pick(network.open)
  if (open) commit(network, open)
}

const chunkOf = (lines: Iterator<object>, random: Random): { text: string; done: boolean } => {
  let text = ''
  for (let count = random.below(30); count >= 0; count -= 1) {
    const { value, done } = lines.next()
    if (done) return { text, done: true }
    text += `${JSON.stringify(value)}\n`
  }
  return { text, done: false }
}
