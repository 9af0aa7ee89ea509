import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { HostClient } from '../../app/bench.ts'
import { createComposer } from './store.ts'

/** A host's memory of texts, and a record of what was posted. */
const host = () => {
  const kept = new Map<string, unknown>()
  const posted: unknown[] = []
  const state = { refusesPosts: false, refusesDrafts: false }
  const client = {
    local: {
      list: async ({ prefix }: { prefix: string }) => ({
        entries: [...kept].filter(([key]) => key.startsWith(prefix)).map(([key, value]) => ({ key, value })),
      }),
      put: async ({ key, value }: { key: string; value: unknown }) => {
        if (state.refusesDrafts) throw new Error('The disk is full.')
        if (value === null) kept.delete(key)
        else kept.set(key, value)
        return {}
      },
    },
    timeline: {
      post: async (input: unknown) => {
        if (state.refusesPosts) throw new Error('The disk is full.')
        posted.push(input)
        return { id: 'event', step: 7 }
      },
    },
  } as unknown as Pick<HostClient, 'local' | 'timeline'>
  const open = async () => {
    const composer = createComposer({ client, caseId: 'c1', now: () => 7 })
    const close = composer.open()
    await vi.advanceTimersByTimeAsync(0)
    return { composer, close, state: composer.store.getState }
  }
  return { kept, posted, state, open }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a draft', () => {
  it('is on disk within 300 ms of the first key, however long the typing goes on, and says so only then', async () => {
    const { kept, open } = host()
    const { composer, state } = await open()
    for (const text of ['H', 'He', 'Hel', 'Hell', 'Hello']) {
      composer.write(text)
      await vi.advanceTimersByTimeAsync(70)
    }
    expect(kept.get('draft:c1:internal')).toMatchObject({ text: expect.stringMatching(/^Hel/) })
    composer.write('Hello you')
    expect(state().kept).toBe('pending')
    await vi.advanceTimersByTimeAsync(300)
    expect(state().kept).toBe('kept')
    expect(kept.get('draft:c1:internal')).toMatchObject({ text: 'Hello you' })
  })

  it('comes back in the lane that was written in last', async () => {
    const { kept, open } = host()
    kept.set('draft:c1:internal', { text: 'old', files: [], at: 1 })
    kept.set('draft:c1:expert', { text: 'newer', files: [], at: 2 })
    kept.set('draft:c1:customer', { strange: true })
    const { state } = await open()
    expect(state()).toMatchObject({ lane: 'expert', kept: 'kept' })
    expect(state().drafts.internal.text).toBe('old')
    expect(state().drafts.customer.text).toBe('')
  })

  it('does not call itself saved when it is not', async () => {
    const { open, state: disk } = host()
    const { composer, state } = await open()
    disk.refusesDrafts = true
    composer.write('Lost?')
    await vi.advanceTimersByTimeAsync(300)
    expect(state()).toMatchObject({ kept: 'failed', failure: expect.stringContaining('The disk is full.') })
  })

  it('is kept when the view closes before its time', async () => {
    const { kept, open } = host()
    const { composer, close } = await open()
    composer.write('Bye')
    close()
    await vi.advanceTimersByTimeAsync(0)
    expect(kept.get('draft:c1:internal')).toMatchObject({ text: 'Bye' })
  })
})

describe('sending', () => {
  it('posts an internal note at once and then forgets the draft', async () => {
    const { kept, posted, open } = host()
    const { composer } = await open()
    composer.write('Note')
    await vi.advanceTimersByTimeAsync(300)
    expect(await composer.send()).toEqual({ step: 7 })
    expect(posted).toMatchObject([{ lane: 'internal', body: 'Note', confirmed: false }])
    expect([...kept]).toEqual([])
  })

  it('needs a second act for the customer, and a third one after a change', async () => {
    const { posted, open } = host()
    const { composer, state } = await open()
    composer.setLane('customer')
    composer.write('Dear customer')
    expect(await composer.send()).toBeNull()
    expect(state().confirming).toBe(true)
    composer.write('Dear customers')
    expect(state().confirming).toBe(false)
    expect(await composer.send()).toBeNull()
    expect(posted).toEqual([])
    expect(await composer.send()).toEqual({ step: 7 })
    expect(posted).toMatchObject([{ lane: 'customer', body: 'Dear customers', confirmed: true }])
  })

  it('keeps the draft when the post failed', async () => {
    const { kept, open, state: disk } = host()
    const { composer, state } = await open()
    composer.write('Note')
    await vi.advanceTimersByTimeAsync(300)
    disk.refusesPosts = true
    expect(await composer.send()).toBeNull()
    expect(state()).toMatchObject({ failure: 'The disk is full.', posting: false })
    expect(state().drafts.internal.text).toBe('Note')
    expect(kept.has('draft:c1:internal')).toBe(true)
  })

  it('sends nothing when there is nothing', async () => {
    const { posted, open } = host()
    const { composer } = await open()
    composer.write('  \n')
    expect(await composer.send()).toBeNull()
    expect(posted).toEqual([])
  })
})

describe('a reply that was not sent', () => {
  const file = { name: 'log.txt', sha256: 'a'.repeat(64) }

  it('comes back below what is written to the customer, with its files, and is kept there', async () => {
    const { kept, open } = host()
    const { composer, state } = await open()
    composer.write('A note')
    composer.focus('customer')
    composer.write('Begun anew')
    composer.setLane('internal')
    await composer.takeBack({ text: 'Not sent', files: [file] })
    expect(state()).toMatchObject({ lane: 'customer', drafts: { internal: { text: 'A note' } } })
    const whole = { text: 'Begun anew\n\nNot sent', files: [file] }
    expect(kept.get('draft:c1:customer')).toMatchObject(whole)
    await composer.takeBack({ text: 'Not sent', files: [file] })
    expect(kept.get('draft:c1:customer')).toMatchObject(whole)
  })

  it('is told where it cannot be kept, so that nobody gives it up', async () => {
    const { state, open } = host()
    const { composer } = await open()
    state.refusesDrafts = true
    await expect(composer.takeBack({ text: 'Not sent', files: [] })).rejects.toThrow('cannot be kept')
  })
})
