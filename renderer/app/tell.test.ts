import { expect, it } from 'vitest'
import { cancelled } from '../../shared/contract/error.ts'
import { createToasts } from '../ui/toasts.ts'
import { createTeller } from './tell.ts'

it('tells each failure once and a cancel not at all', () => {
  const toasts = createToasts()
  const tell = createTeller(toasts)
  const error = new Error('The disk is full.')
  tell('Backup', error)
  tell('Back up the bench', error)
  tell('Import', cancelled())
  tell('Import', 'It broke.')
  expect(toasts.store.getState().shown.map(({ text }) => text)).toEqual([
    'Backup: The disk is full.',
    'Import: It broke.',
  ])
})
