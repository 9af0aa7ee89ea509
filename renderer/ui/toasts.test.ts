import { expect, it } from 'vitest'
import { createToasts, toastsAtMost } from './toasts.ts'

const texts = (toasts: ReturnType<typeof createToasts>) =>
  toasts.store.getState().shown.map(({ text }) => text)

it('shows the newest and drops the oldest beyond the bound', () => {
  const toasts = createToasts()
  for (let at = 0; at < toastsAtMost + 2; at += 1) toasts.show(`Toast ${at}`)
  expect(texts(toasts)).toEqual(['Toast 2', 'Toast 3', 'Toast 4', 'Toast 5'])
})

it('replaces a toast of the same key', () => {
  const toasts = createToasts()
  toasts.show({ text: 'Undid one', key: 'undo' })
  toasts.show('Other')
  toasts.show({ text: 'Undid two', key: 'undo' })
  expect(texts(toasts)).toEqual(['Other', 'Undid two'])
})

it('dismisses one toast', () => {
  const toasts = createToasts()
  toasts.show('One')
  toasts.show('Two')
  toasts.dismiss(toasts.store.getState().shown[0]?.id ?? -1)
  expect(texts(toasts)).toEqual(['Two'])
})
