import { describe, expect, test } from 'vitest'
import { missedBeatsAtMost } from '../../shared/contract/desktop.ts'
import {
  type HostEvent,
  healthyAfterMs,
  hostState,
  initially,
  restartDelay,
  restartsAtMost,
  type Step,
  type Supervision,
  step,
} from './restart.ts'

const run = (events: [HostEvent, number][], from: Supervision = initially.state): Step =>
  events.reduce<Step>(({ state }, [event, now]) => step(state, event, now), { state: from, effect: 'none' })

const exited = { type: 'exited', code: 9 } as const

describe('restarts', () => {
  test('a host that ends is started again after a delay', () => {
    const waiting = run([
      [{ type: 'ready' }, 0],
      [exited, 1_000],
    ])
    expect(waiting).toMatchObject({ state: { is: 'waiting', restarts: 1, delayMs: 500 }, effect: 'wait' })
    expect(step(waiting.state, { type: 'due' }, 1_500)).toEqual({
      state: { is: 'starting', restarts: 1 },
      effect: 'start',
    })
  })

  test('delays double up to a cap', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map(restartDelay)).toEqual([500, 1000, 2000, 4000, 8000, 15000, 15000])
  })

  test('a host that keeps failing is given up with a sentence, and can be tried again by hand', () => {
    let current: Step = initially
    for (let nth = 0; nth < restartsAtMost; nth++)
      current = run(
        [
          [exited, nth],
          [{ type: 'due' }, nth],
        ],
        current.state,
      )
    current = step(current.state, exited, 99)
    expect(current).toMatchObject({ state: { is: 'failed' }, effect: 'none' })
    expect(hostState(current.state)).toMatchObject({
      is: 'failed',
      error: { message: expect.stringContaining('ended while starting (exit code 9)') },
    })
    expect(step(current.state, { type: 'retry' }, 100)).toEqual(initially)
  })

  test('a healthy run forgets earlier failures, a short one does not', () => {
    const third: Supervision = { is: 'running', restarts: 3, since: 0, missed: 0 }
    expect(step(third, exited, healthyAfterMs).state).toMatchObject({ restarts: 1 })
    expect(step(third, exited, healthyAfterMs - 1).state).toMatchObject({ restarts: 4 })
  })

  test('a host that refuses is ended, and not started again', () => {
    const error = { code: 'locked', message: 'Another Casebench has this folder open.' }
    const refused = step(initially.state, { type: 'refused', error }, 0)
    expect(refused).toEqual({ state: { is: 'failed', error }, effect: 'kill' })
    expect(step(refused.state, exited, 1)).toEqual({ state: { is: 'failed', error }, effect: 'none' })
  })
})

describe('heartbeat', () => {
  const running = run([[{ type: 'ready' }, 0]]).state
  const beat = { type: 'beat' } as const

  test('each beat pings; an answer clears what was missed', () => {
    const pinged = step(running, beat, 1)
    expect(pinged).toMatchObject({ state: { missed: 1 }, effect: 'ping' })
    expect(step(pinged.state, { type: 'pong' }, 2).state).toMatchObject({ missed: 0 })
  })

  test('a host that does not answer is killed, and the reason is told', () => {
    const silent = run(
      Array.from({ length: missedBeatsAtMost }, () => [beat, 1]),
      running,
    )
    const killed = step(silent.state, beat, 2)
    expect(killed.effect).toBe('kill')
    expect(step(killed.state, exited, 3).state).toMatchObject({ reason: 'it stopped answering' })
  })

  test('a host that starts, however long, or waits, is not pinged', () => {
    expect(step(initially.state, beat, 600_000).effect).toBe('none')
    expect(
      run([
        [exited, 0],
        [beat, 1],
      ]).effect,
    ).toBe('none')
  })
})

test('a stopped host stays stopped', () => {
  const stopped = run([
    [{ type: 'ready' }, 0],
    [{ type: 'stop' }, 1],
  ])
  expect(stopped).toEqual({ state: { is: 'stopped' }, effect: 'stop' })
  for (const event of [exited, { type: 'retry' }, { type: 'due' }, { type: 'ready' }] as const)
    expect(step(stopped.state, event, 2)).toEqual({ state: { is: 'stopped' }, effect: 'none' })
  expect(hostState(stopped.state)).toBeUndefined()
})
