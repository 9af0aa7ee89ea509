import { expect, it, vi } from 'vitest'
import { cancelled } from '../../shared/contract/error.ts'
import { createActs, type Work } from './acts.ts'

const hold = () => Promise.withResolvers<string>()

it('shows an act with its progress until it ends', async () => {
  const acts = createActs(() => undefined)
  const end = hold()
  let work: Work | undefined
  const result = acts.run('Importing', (given) => {
    work = given
    return end.promise
  })
  work?.progress(0.5, 'half')
  expect(acts.store.getState().running).toMatchObject([{ title: 'Importing', progress: 0.5, note: 'half' }])
  end.resolve('done')
  expect(await result).toBe('done')
  expect(acts.store.getState().running).toEqual([])
})

it('cancels only the act it was asked to, and tells no failure for it', async () => {
  const onFailure = vi.fn()
  const acts = createActs(onFailure)
  const until = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(cancelled())))
  const one = acts.run('One', ({ signal }) => until(signal))
  const end = hold()
  const two = acts.run('Two', () => end.promise)
  const [first] = acts.store.getState().running
  acts.cancel(first?.id ?? -1)
  await expect(one).rejects.toMatchObject({ code: 'cancelled' })
  expect(acts.store.getState().running).toMatchObject([{ title: 'Two', cancelling: false }])
  expect(onFailure).not.toHaveBeenCalled()
  end.resolve('')
  await two
})

it('tells a failure once and passes it on', async () => {
  const onFailure = vi.fn()
  const acts = createActs(onFailure)
  const error = new Error('The disk is full.')
  await expect(acts.run('Backup', () => Promise.reject(error))).rejects.toBe(error)
  expect(onFailure.mock.calls).toEqual([['Backup', error]])
})
