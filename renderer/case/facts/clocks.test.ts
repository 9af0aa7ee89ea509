import { describe, expect, it } from 'vitest'
import { clocksOf, segmentsOf } from './clocks.ts'

const hour = 3_600_000
const found = { createdAt: 0, status: 'open', severity: 2, reporterId: 'them' } as const
const event = { kind: 'change', lane: 'internal', authorId: 'us', at: 0, changes: undefined } as const
const turn = (at: number, from: string, to: string) => ({
  ...event,
  at,
  changes: [{ field: 'status', from, to }],
})
const contract = {
  responseMinutes: [30, 60, null, null],
  resolutionMinutes: [120, 480, null, null],
}

describe('clocksOf', () => {
  it('counts new and open time towards the solution, and no waiting', () => {
    const events = [turn(hour, 'new', 'waiting'), turn(4 * hour, 'waiting', 'open')]
    const [, clock] = clocksOf(found, { contract, events, now: 6 * hour })
    expect(clock).toMatchObject({ kind: 'resolution', agreed: 8 * hour, used: 3 * hour, endsAt: 11 * hour })
    expect(clock?.segments.map(({ status, counts }) => [status, counts])).toEqual([
      ['new', true],
      ['waiting', false],
      ['open', true],
    ])
  })

  it('stands still while waiting and is met when solved', () => {
    const waiting = clocksOf(found, { contract, events: [turn(hour, 'new', 'waiting')], now: 9 * hour })[1]
    expect(waiting).toMatchObject({ used: hour, endsAt: null, metAt: null })
    const solved = clocksOf(found, { contract, events: [turn(hour, 'new', 'solved')], now: 9 * hour })[1]
    expect(solved).toMatchObject({ used: hour, metAt: hour })
  })

  it('meets the first answer with our first message to the customer', () => {
    const message = { ...event, kind: 'message', lane: 'customer' } as const
    const events = [
      { ...message, at: 1, authorId: 'them' },
      { ...message, at: hour / 2 },
      { ...message, at: hour },
    ]
    expect(clocksOf(found, { contract, events, now: 2 * hour })[0]).toMatchObject({
      metAt: hour / 2,
      used: hour / 2,
    })
    expect(clocksOf(found, { contract, events: [], now: 2 * hour })[0]).toMatchObject({
      endsAt: hour,
      metAt: null,
    })
  })

  it('has no clock where nothing was agreed', () => {
    expect(clocksOf({ ...found, severity: 4 }, { contract, events: [], now: 1 })).toEqual([])
    expect(clocksOf(found, { contract: undefined, events: [], now: 1 })).toEqual([])
  })
})

describe('segmentsOf', () => {
  it('knows a case that never changed', () => {
    expect(segmentsOf(found, [])).toEqual([{ status: 'open', from: 0, until: null, counts: true }])
  })
})
