import { setImmediate as turn } from 'node:timers/promises'
import { putLocal } from '../../../host/desk/local.ts'
import { pullAll, pushAll } from '../../../host/sync/exchange.ts'
import { BenchError } from '../../../shared/contract/error.ts'
import type { Case } from '../../../shared/domain/entities.ts'
import { MemoryCentral } from '../memory-central.ts'
import { acts } from './acts.ts'
import { canonical, contentOf, type SimulatedBench, simulatedBench } from './bench.ts'
import { checkHistory, checkSettled } from './history.ts'
import {
  Broken,
  checkDrafts,
  checkQuiet,
  checkRunning,
  type Ledger,
  newLedger,
  noteBenchRestored,
  noteDraft,
  noteGivenUp,
  noteOperations,
  noteUnreadable,
} from './invariants.ts'
import { letHappen, type Network, noteSeen, simulatedTransport } from './network.ts'
import { type Process, startProcess } from './process.ts'
import { type Random, randomOf } from './random.ts'

export interface SimulationOptions {
  seed: number
  commands: number
  /** Commands that are left out, to find those that a failure needs. */
  without?: ReadonlySet<number>
  /** The effect of an exchange, counted over all benches, before which its bench crashes. */
  crashAt?: number
  /** Told each thing that happens. */
  trace?: (line: string) => void
  /** Shown everything after each effect, to look into a failure. */
  look?: (simulation: Simulation) => void
}

export interface Simulation {
  central: MemoryCentral
  benches: SimulatedBench[]
  network: Network
  ledger: Ledger
  now: number
  random: Random
  words: number
  backup: (() => void) | null
  /** Acts that put a bench's own backup in its place. */
  copies: Map<SimulatedBench, () => void>
  /** The effects of exchanges so far. */
  effects: string[]
  crashAt: number | undefined
  trace: (line: string) => void
  look: (simulation: Simulation) => void
}

const year = 365 * 24 * 60 * 60 * 1000

const begin = ({ seed, crashAt, ...options }: SimulationOptions): Simulation => {
  const { trace = () => undefined, look = () => undefined } = options
  const random = randomOf(seed, 1)
  const central = new MemoryCentral({
    now: () => simulation.now,
    markEvery: 1 + random.below(9),
    rowsAtMost: 10 + random.below(60),
    lotAtMost: random.chance(0.7) ? 1 : 100,
  })
  const simulation: Simulation = {
    ...{ central, random, trace, look, benches: [], backup: null, copies: new Map(), words: 0 },
    ...{ effects: [], crashAt },
    network: { open: [], late: [], healed: false, seen: new Map() },
    ledger: newLedger(),
    now: Date.UTC(2026, 0, 1),
  }
  const count = 2 + (random.chance(0.7) ? random.below(2) : random.below(5))
  for (let index = 0; index < count; index += 1) simulation.benches.push(bench(simulation, seed, index))
  return simulation
}

const bench = (simulation: Simulation, seed: number, index: number): SimulatedBench => {
  const random = randomOf(seed, 2, index)
  const skew = random.pick([0, 0, 1000, -3 * year, 5 * year]) ?? 0
  const name = `bench-${index}`
  if (Math.abs(skew) >= year) noteSeen(simulation.network.seen, 'clock years off')
  const made = simulatedBench({
    ...{ name, random, account: random.id(), person: random.id() },
    now: () => simulation.now + skew,
  })
  simulation.central.enrol({ id: name, account: made.account, person: made.person })
  noteOperations(simulation.ledger, made)
  return made
}

/** Lets a person do something on a bench; what the bench refuses is refused. */
const act = (simulation: Simulation, on: SimulatedBench) => {
  const { random } = simulation
  const { name, run } = random.weighted(acts)
  const word = () => {
    simulation.words += 1
    return `w${simulation.words}`
  }
  try {
    run(on, { random, word })
    simulation.trace(`${on.name} ${name}`)
  } catch (error) {
    if (!(error instanceof BenchError)) throw error
    simulation.trace(`${on.name} ${name} refused: ${error.code}`)
  }
  noteOperations(simulation.ledger, on)
  if (name === 'refused' || name === 'undo') noteGivenUp(simulation.ledger, on)
}

const startExchange = (simulation: Simulation, on: SimulatedBench): Promise<Process> => {
  const { central, network, ledger } = simulation
  const way = simulation.network.healed ? 0 : simulation.random.below(4)
  const pieceAtLeast = simulation.random.pick([1, 500, 100_000]) ?? 1
  return startProcess(async (perform) => {
    const { signal } = new AbortController()
    const transport = simulatedTransport({
      ...{ bench: on, central, network, perform },
      random: () => simulation.random,
    })
    const store = {
      read: <I, O>(procedure: (db: typeof on.db, input: I) => O, input: I) =>
        perform(`read ${procedure.name}`, () => on.read(procedure, input)),
      write: <I, O>(procedure: Parameters<typeof on.write<I, O>>[0], input: I) =>
        perform(`write ${procedure.name}`, () => on.write(procedure, input)),
    }
    const exchange = { store, transport, signal, pieceAtLeast }
    if (way !== 3) await pushAll(exchange)
    if (way !== 2) {
      const from = ledger.moment
      const pulled = await pullAll(exchange)
      ledger.pulledFrom.set(on.name, from)
      if (pulled.restored) simulation.trace(`${on.name} begins again`)
    }
  })
}

/** Expected ends of an exchange; anything else is a fault of the bench. */
const expectedEnds = new Set(['unreachable', 'offline'])

const stepExchange = async (simulation: Simulation, on: SimulatedBench): Promise<void> => {
  on.exchange ??= await startExchange(simulation, on)
  const { exchange } = on
  const standing = exchange.standing()
  simulation.trace(`${on.name} ${standing}`)
  simulation.effects.push(standing ?? '')
  if (simulation.effects.length === simulation.crashAt) {
    on.exchange = null
    return
  }
  const before = standing === 'write beginAgain' ? contentOf(on) : undefined
  await exchange.step()
  if (before && canonical([...before]) !== canonical([...contentOf(on)]))
    throw new Broken('I10', `${on.name} lost rows when it began again`)
  if (standing === 'write applyPull') checkSettled(simulation.ledger, on, simulation.central)
  for (const one of simulation.benches) noteUnreadable(simulation.ledger, one, simulation.central)
  simulation.look(simulation)
  // Nothing else changes what a bench has.
  if (standing?.startsWith('write')) {
    checkDrafts(simulation.ledger, on)
    checkRunning(on, simulation.central)
  }
  if (exchange.standing() !== null) return
  on.exchange = null
  const failure = exchange.failure()
  if (failure && !(failure instanceof BenchError && expectedEnds.has(failure.code))) throw failure
}

interface Command {
  name: string
  /** How often beside the others. */
  weight: number
  run(simulation: Simulation): void | Promise<void>
}

const someBench = ({ random, benches }: Simulation): SimulatedBench => {
  const found = random.pick(benches)
  if (!found) throw new Error('No benches')
  return found
}

/** Mostly one whose cases there are, so that something moves. */
const someCustomer = ({ random, central }: Simulation): string | undefined => {
  const rows = central.allRows()
  const ofCases = rows.flatMap(({ kind, body }) => (kind === 'case' && (body as Case).customerId) || [])
  if (ofCases.length > 0 && random.chance(0.8)) return random.pick(ofCases)
  return random.pick(rows.filter(({ kind, body }) => kind === 'customer' && body))?.id
}

/** Restricts a customer or opens it; more often gives somebody one, or takes it away. */
const changeAccess = (simulation: Simulation) => {
  const { central, random } = simulation
  const restricted = central.restricted()
  const customer = (random.chance(0.7) ? random.pick(restricted) : undefined) ?? someCustomer(simulation)
  if (!customer) return
  const is = restricted.includes(customer)
  if (random.chance(is ? 0.2 : 0.4)) central.restrict(customer, !is)
  else central.grant(someBench(simulation).account, customer, random.chance(0.6))
}

const commands: readonly Command[] = [
  { name: 'act', weight: 50, run: (simulation) => act(simulation, someBench(simulation)) },
  {
    name: 'exchange',
    weight: 36,
    run: async (simulation) => {
      const on = someBench(simulation)
      const steps = simulation.random.chance(0.5) ? 100 : 1 + simulation.random.below(8)
      for (let step = 0; step < steps; step += 1) {
        await stepExchange(simulation, on)
        if (!on.exchange) return
      }
    },
  },
  {
    name: 'crash',
    weight: 4,
    run: (simulation) => {
      someBench(simulation).exchange = null
    },
  },
  {
    name: 'line',
    weight: 4,
    run: (simulation) => {
      const on = someBench(simulation)
      on.reachable = !on.reachable
    },
  },
  { name: 'network', weight: 8, run: (simulation) => letHappen(simulation.network, simulation.random) },
  {
    name: 'time',
    weight: 6,
    run: (simulation) => {
      simulation.now += simulation.random.below(100_000)
    },
  },
  {
    name: 'access',
    weight: 10,
    run: changeAccess,
  },
  { name: 'draft', weight: 5, run: (simulation) => draft(simulation, someBench(simulation)) },
  { name: 'future', weight: 1, run: (simulation) => simulation.central.writeUnknown(simulation.random.id()) },
  {
    name: 'backup',
    weight: 3,
    run: (simulation) => {
      simulation.backup = simulation.central.snapshot()
    },
  },
  {
    name: 'copy',
    weight: 3,
    run: (simulation) => {
      const on = someBench(simulation)
      simulation.copies.set(on, on.backup())
    },
  },
  {
    name: 'return',
    weight: 2,
    run: (simulation) => {
      const on = simulation.random.pick([...simulation.copies.keys()])
      if (!on) return
      on.exchange = null
      simulation.copies.get(on)?.()
      noteBenchRestored(simulation.ledger, on)
    },
  },
  {
    name: 'restore',
    weight: 2,
    run: (simulation) => {
      simulation.backup?.()
      simulation.backup = null
    },
  },
]

/** What does not happen beside the network: a run has restored services, changes of access, neither, or both. */
const quiet = [['access'], ['backup', 'restore'], ['access', 'backup', 'restore'], []] as const

const troubleOf = ({ seed }: SimulationOptions): readonly Command[] => {
  const left: readonly string[] = quiet[seed % quiet.length] ?? []
  // Benches are restored from their own backups in every other run in which the service is not.
  const own = seed % 8 < 4 || !left.includes('restore') ? ['copy', 'return'] : []
  return commands.filter(({ name }) => !left.includes(name) && !own.includes(name))
}

const command = async (simulation: Simulation, among: readonly Command[]) => {
  const { name, run } = simulation.random.weighted(among)
  simulation.now += 1 + simulation.random.below(50)
  if (name !== 'act' && name !== 'exchange') simulation.trace(name)
  noteSeen(simulation.network.seen, name)
  await run(simulation)
  for (const one of simulation.benches) noteUnreadable(simulation.ledger, one, simulation.central)
}

/** Somebody begins to write on a case and does not send it yet. */
const draft = ({ random, ledger }: Simulation, on: SimulatedBench) => {
  const within = random.chance(0.5)
    ? "where stream_key in (select key from streams where id != 'global')"
    : ''
  const id = random.pick(on.db.all<{ id: string }>(`select id from cases ${within} order by key`))?.id
  if (!id) return
  on.write(putLocal, { key: `draft:${id}`, value: 'begun' })
  noteDraft(ledger, on, id)
}

/** Rounds of exchanges until nothing is left to tell; more than these mean that benches talk for ever. */
const roundsAtMost = 30

/** Effects of one exchange; more mean that it turns in a circle. */
const stepsAtMost = 2000

const heal = async (simulation: Simulation) => {
  const { network, benches } = simulation
  network.healed = true
  while (network.open.length + network.late.length > 0) letHappen(network, simulation.random)
  for (let round = 0, quiet = 0; quiet < 2; round += 1) {
    if (round > roundsAtMost) throw new Error('The benches do not come to rest')
    const before = simulation.central.decided().length
    for (const one of benches) {
      one.reachable = true
      one.exchange = null
      for (let steps = 0; steps === 0 || one.exchange; steps += 1) {
        if (steps > stepsAtMost) throw new Broken('I2', `an exchange of ${one.name} does not end`)
        await stepExchange(simulation, one)
      }
    }
    const moved = simulation.central.decided().length > before
    quiet = moved || benches.some((one) => waits(one)) ? 0 : quiet + 1
  }
}

const waits = ({ db }: SimulatedBench) =>
  db.value<number>("select 1 from operations where state in ('pending', 'sent') limit 1") !== undefined

/** What happened in a run. */
export interface Happened {
  /** The effects of exchanges, in their order. */
  effects: readonly string[]
  /** What befell requests and benches, and how often. */
  seen: ReadonlyMap<string, number>
}

/** One whole run; throws what it finds. */
export const simulate = async (options: SimulationOptions): Promise<Happened> => {
  const simulation = begin(options)
  try {
    for (let index = 0; index < options.commands; index += 1) {
      simulation.random = randomOf(options.seed, 3, index)
      if (!options.without?.has(index)) await command(simulation, troubleOf(options))
    }
    simulation.random = randomOf(options.seed, 4)
    await heal(simulation)
    checkQuiet(simulation.ledger, simulation.benches, simulation.central)
    checkHistory(simulation.ledger, simulation.benches, simulation.central)
    return { effects: simulation.effects, seen: simulation.network.seen }
  } finally {
    for (const one of simulation.benches) one.close()
    // Copies of databases are freed when the loop turns, and thousands of runs never wait for anything.
    await turn()
  }
}
