import { describe, expect, it } from 'vitest'
import { history } from '../../shared/contract/desk.ts'
import { wirePair } from '../../shared/wire/pair.ts'
import { implement, serve } from '../../shared/wire/server.ts'
import { openConnection } from './connection.ts'
import type { Dialed, Dialer } from './dialer.ts'

/** Waits that end when the test says so, and how long each was meant to be. */
const clock = () => {
  const waits: number[] = []
  let pass: (() => void) | undefined
  let begun: (() => void) | undefined
  return {
    waits,
    wait: (ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        waits.push(ms)
        pass = resolve
        signal.addEventListener('abort', () => resolve(), { once: true })
        begun?.()
      }),
    /** Resolves at the next wait. */
    next: () => new Promise<void>((resolve) => (begun = resolve)),
    pass: () => pass?.(),
  }
}

const reached = (): Extract<Dialed, { is: 'reached' }> => {
  const [ours, theirs] = wirePair()
  const watch = async function* () {
    yield { undo: null, redo: null }
  }
  const answer = () => ({ label: 'done' })
  const replay = async function* () {
    yield { label: 'done', step: 1, done: 1, total: 1 }
  }
  const handlers = { watch, undo: answer, redo: answer, replay }
  serve(theirs, new Map(implement(history, handlers)), { mayNamePaths: false })
  return { is: 'reached', wire: ours, version: '1' }
}

describe('a connection', () => {
  it('waits twice as long after each failure, up to ten seconds, and spreads that by half', async () => {
    const delaysWith = async (random: number) => {
      const time = clock()
      const dialer: Dialer = { dial: async () => ({ is: 'unreachable' }) }
      const connection = openConnection({ dialer, wait: time.wait, random: () => random })
      await time.next()
      for (let at = 0; at < 7; at += 1) {
        const next = time.next()
        time.pass()
        await next
      }
      expect(connection.state.getState()).toEqual({ is: 'lost', attempt: 8 })
      connection.close()
      return time.waits
    }
    expect(await delaysWith(1)).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000])
    expect(await delaysWith(0)).toEqual([125, 250, 500, 1000, 2000, 4000, 5000, 5000])
  })

  it('is given up after two probes without an answer, not after one', async () => {
    const time = clock()
    const answers = [false, true, false, false]
    let dials = 0
    const connection = openConnection({
      dialer: {
        dial: async () => {
          dials += 1
          return reached()
        },
        probe: async () => answers.shift() ?? true,
      },
      wait: time.wait,
    })
    await time.next()
    const second = time.next()
    time.pass()
    await second
    expect({ dials, state: connection.state.getState().is }).toEqual({ dials: 1, state: 'open' })
    const third = time.next()
    time.pass()
    await third
    expect(connection.state.getState()).toEqual({ is: 'lost', attempt: 1 })
    const again = time.next()
    time.pass()
    await again
    expect({ dials, state: connection.state.getState().is }).toEqual({ dials: 2, state: 'open' })
    connection.close()
  })

  it('closes its wire and dials no more once it is closed', async () => {
    const time = clock()
    const dialed = reached()
    let dials = 0
    const dial = async () => {
      dials += 1
      return dialed
    }
    const connection = openConnection({ dialer: { dial }, wait: time.wait })
    await time.next()
    expect(await connection.client.history.undo({})).toEqual({ label: 'done' })
    const closed = new Promise<void>((resolve) => void dialed.wire.onClose(resolve))
    connection.close()
    await closed
    expect(dials).toBe(1)
    await expect(connection.client.history.undo({})).rejects.toMatchObject({ code: 'disconnected' })
  })

  it('gives a call up when its signal aborts before there is a host', async () => {
    const connection = openConnection({ dialer: { dial: () => new Promise(() => undefined) } })
    const controller = new AbortController()
    const call = connection.client.history.undo({}, controller)
    controller.abort()
    await expect(call).rejects.toMatchObject({ code: 'cancelled' })
    const watch = connection.client.history.watch({}, controller)
    await expect(watch.next()).rejects.toMatchObject({ code: 'cancelled' })
    connection.close()
  })
})
