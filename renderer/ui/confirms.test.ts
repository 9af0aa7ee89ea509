import { expect, it } from 'vitest'
import { createConfirms } from './confirms.ts'

const request = { title: 'Merge?', text: '', act: 'Merge' }

it('answers what a person chose', async () => {
  const confirms = createConfirms()
  const answer = confirms.confirm(request)
  expect(confirms.store.getState().request).toBe(request)
  confirms.answer(true)
  expect(await answer).toBe(true)
  expect(confirms.store.getState().request).toBeNull()
})

it('counts a question that another one replaced as declined', async () => {
  const confirms = createConfirms()
  const first = confirms.confirm(request)
  const second = confirms.confirm({ ...request, title: 'Delete?' })
  expect(await first).toBe(false)
  confirms.answer(true)
  expect(await second).toBe(true)
})
