import { describe, expect, it } from 'vitest'
import { outbox } from './outbox.ts'

describe('what a transport holds unsent', () => {
  const open = () => {
    const transport = { unsent: 0 }
    return { transport, out: outbox(() => transport.unsent, { crowded: 10, most: 100 }) }
  }

  it('leaves room until it is crowded, and again when enough went out', async () => {
    const { transport, out } = open()
    expect(out.room()).toBeUndefined()
    transport.unsent = 10
    const room = out.room()
    expect(room).toBeInstanceOf(Promise)
    let free = false
    void room?.then(() => {
      free = true
    })
    out.sent()
    await Promise.resolve()
    expect(free).toBe(false)
    transport.unsent = 9
    out.sent()
    await room
    expect(free).toBe(true)
  })

  it('lets everyone go when the transport ends', async () => {
    const { transport, out } = open()
    transport.unsent = 50
    const room = out.room()
    out.release()
    await room
    expect(out.room()).toBeUndefined()
  })

  it('overflows only beyond the most', () => {
    const { transport, out } = open()
    transport.unsent = 100
    expect(out.overflows()).toBe(false)
    transport.unsent = 101
    expect(out.overflows()).toBe(true)
  })
})
