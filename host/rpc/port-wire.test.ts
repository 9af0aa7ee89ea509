import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { Message } from '../../shared/wire/message.ts'
import { portWire } from './port-wire.ts'

/** A port in the shape of Electron's that shows what was posted. */
const port = () => {
  const emitter = new EventEmitter()
  const posted: unknown[] = []
  const counts = { started: 0, closed: 0 }
  return {
    posted,
    counts,
    emitter,
    like: {
      on: emitter.on.bind(emitter),
      postMessage: (message: unknown) => void posted.push(message),
      start: () => {
        counts.started += 1
      },
      close: () => {
        counts.closed += 1
      },
    },
  }
}

describe('a wire over a port', () => {
  it('starts the port once, when somebody listens', () => {
    const { like, counts, emitter } = port()
    const wire = portWire(like)
    expect(counts.started).toBe(0)
    const got: Message[] = []
    wire.onMessage((message) => got.push(message))
    wire.onMessage(() => undefined)
    expect(counts.started).toBe(1)
    emitter.emit('message', { data: { k: 'end', id: 1 }, ports: [] })
    expect(got).toEqual([{ k: 'end', id: 1 }])
  })

  it('sends bytes alone, and not the pool that they are a part of', () => {
    const { like, posted } = port()
    const pool = Buffer.alloc(100_000, 7)
    portWire(like).send({ k: 'item', id: 1, v: pool.subarray(10, 20) })
    const [{ v }] = posted as [{ v: Uint8Array }]
    expect(v.buffer.byteLength).toBe(10)
    expect(v).toEqual(new Uint8Array(10).fill(7))
    expect(v).not.toBeInstanceOf(Buffer)
    const whole = { k: 'item' as const, id: 1, v: new Uint8Array(5) }
    portWire(like).send(whole)
    expect(posted.at(-1)).toBe(whole)
  })

  it('closes on what is no message, and when the other end is gone', () => {
    const hostile = port()
    const wire = portWire(hostile.like)
    let closed = 0
    wire.onClose(() => {
      closed += 1
    })
    hostile.emitter.emit('message', { data: { k: 'nonsense' } })
    expect({ closed, port: hostile.counts.closed }).toEqual({ closed: 1, port: 1 })
    wire.send({ k: 'end', id: 1 })
    expect(hostile.posted).toEqual([])

    const gone = port()
    let over = false
    portWire(gone.like).onClose(() => {
      over = true
    })
    gone.emitter.emit('close')
    expect(over).toBe(true)
  })
})
