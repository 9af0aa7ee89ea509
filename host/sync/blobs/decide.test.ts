import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type NetworkChoice, networkChoices } from '../../../shared/contract/transfers.ts'
import { afterFailure, allowance, type Conditions, holdOf } from './decide.ts'
import { type Network, type Transfer, usualSettings } from './transfer.ts'

const transfer = (more: Partial<Transfer> = {}): Transfer => ({
  ...{
    sha256: '',
    direction: 'up',
    bytes: 1000,
    done: 0,
    state: 'pending',
    error: null,
    tries: 0,
    nextTryAt: 0,
  },
  ...{ pinned: false, confirmed: false, paused: false },
  ...more,
})

const conditions = (more: Partial<Conditions> = {}): Conditions => ({
  network: 'unmetered',
  settings: usualSettings,
  paused: false,
  ...more,
})

test('a large file waits for a yes, a small one does not', () => {
  const large = usualSettings.askAbove + 1
  expect(holdOf(transfer(), conditions())).toBeNull()
  expect(holdOf(transfer({ bytes: large }), conditions())).toBe('size')
  expect(holdOf(transfer({ bytes: large, confirmed: true }), conditions())).toBeNull()
})

test('a network paid by volume carries what a person lets it', () => {
  const over = (network: Network, networks: NetworkChoice) =>
    conditions({ network, settings: { ...usualSettings, networks } })
  expect(holdOf(transfer(), over('metered', 'any'))).toBeNull()
  expect(holdOf(transfer(), over('unmetered', 'unmetered'))).toBeNull()
  expect(holdOf(transfer(), over('metered', 'unmetered'))).toBe('network')
  expect(holdOf(transfer(), over('unmetered', 'asked'))).toBe('asked')
  expect(holdOf(transfer({ confirmed: true }), over('metered', 'unmetered'))).toBeNull()
  expect(holdOf(transfer({ confirmed: true }), over('metered', 'asked'))).toBeNull()
  expect(holdOf(transfer({ confirmed: true }), conditions({ network: 'offline' }))).toBe('offline')
  expect(holdOf(transfer(), conditions({ paused: true }))).toBe('paused')
  expect(holdOf(transfer({ paused: true }), conditions())).toBe('paused')
})

test('what the queue takes is exactly what is not held', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<Network>('offline', 'metered', 'unmetered'),
      fc.constantFrom(...networkChoices),
      fc.boolean(),
      fc.boolean(),
      fc.option(fc.nat(3_000_000_000)),
      (network, networks, paused, confirmed, bytes) => {
        const all = conditions({ network, paused, settings: { ...usualSettings, networks } })
        const allowed = allowance(all)[confirmed ? 'confirmed' : 'unconfirmed']
        expect((bytes ?? 0) <= allowed).toBe(holdOf(transfer({ bytes, confirmed }), all) === null)
      },
    ),
  )
})

test('waits double up to a bound, with jitter in their upper half', () => {
  let tries = 0
  for (let n = 0; n < 40; n += 1) {
    const failure = { kind: 'unreachable' as const, message: 'x', retryAfter: 0 }
    const least = afterFailure({ tries }, failure, { now: 0, random: 0 })
    const most = afterFailure({ tries }, failure, { now: 0, random: 1 })
    expect(most.nextTryAt).toBe(Math.min(1000 * 2 ** tries, 300_000))
    expect(least.nextTryAt).toBe(most.nextTryAt / 2)
    expect(least.state).toBe('pending')
    tries = least.tries
  }
})

test('what a service asks to wait is waited, within reason', () => {
  const busy = (retryAfter: number) =>
    afterFailure({ tries: 0 }, { kind: 'busy', message: 'x', retryAfter }, { now: 5, random: 0 }).nextTryAt
  expect(busy(60_000)).toBe(60_005)
  expect(busy(1e15)).toBe(3_600_005)
})

test('wrong bytes end in front of a person, and a break of the network never does', () => {
  const wrong = { kind: 'wrong-bytes' as const, message: 'x', retryAfter: 0 }
  expect(afterFailure({ tries: 1 }, wrong, { now: 0, random: 0 }).state).toBe('pending')
  expect(afterFailure({ tries: 2 }, wrong, { now: 0, random: 0 }).state).toBe('failed')
  const cut = { kind: 'unreachable' as const, message: 'x', retryAfter: 0 }
  expect(afterFailure({ tries: 1e6 }, cut, { now: 0, random: 0 }).state).toBe('pending')
})
