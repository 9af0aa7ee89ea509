import { describe, expect, it } from 'vitest'
import { turnstile } from './turnstile.ts'

describe('a turnstile', () => {
  it('lets so many in at once, and the others in the order they came', async () => {
    const gate = turnstile(2)
    const inside: number[] = []
    const enter = async (who: number) => {
      await gate.enter(undefined)
      inside.push(who)
    }
    const all = [1, 2, 3, 4].map(enter)
    await Promise.all(all.slice(0, 2))
    expect(inside).toEqual([1, 2])
    gate.leave()
    await all[2]
    expect(inside).toEqual([1, 2, 3])
    gate.leave()
    await all[3]
    expect(inside).toEqual([1, 2, 3, 4])
  })

  it('lets whoever gives up go at once, and never gives them a place', async () => {
    const gate = turnstile(1)
    await gate.enter(undefined)
    const controller = new AbortController()
    const impatient = gate.enter(controller.signal)
    const patient = gate.enter(undefined)
    controller.abort()
    await expect(impatient).rejects.toMatchObject({ code: 'cancelled' })
    gate.leave()
    await patient
    await expect(gate.enter(controller.signal)).rejects.toMatchObject({ code: 'cancelled' })
    gate.leave()
    await gate.enter(new AbortController().signal)
  })
})
