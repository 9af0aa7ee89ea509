import { expect, test } from 'vitest'
import { adviceOf } from './advice.ts'

test.each([
  ['licence-needed', { needed: [{ image: 'vendor/app' }] }, 'vault accept vendor/app'],
  ['refused', { dangers: [{ id: 'a1' }, { id: 'b2' }] }, '--allow a1'],
  ['image-missing', { images: ['shop/app:1'] }, 'vault fetch shop/app:1'],
  ['image-missing', { images: ['shop/app:1'], login: 'vendor.example' }, 'vault login vendor.example'],
  ['not-found', { unpublished: ['shop/app:1'] }, 'vault publish shop/app:1'],
  ['not-found', { list: 'env snapshot list REF' }, '"casebench env snapshot list REF" lists them.'],
  ['disk-full', { disk: 'engine' }, 'env reclaim'],
  ['unhealthy', undefined, 'env logs REF'],
])('an error %s of %j is answered with a command', (code, details, command) => {
  expect(adviceOf({ code, message: '', details })).toContain(command)
})

test.each([
  ['not-found', undefined],
  ['invalid', 'text'],
  ['refused', { dangers: 'none', needed: [1], list: {} }],
])('an error %s of %j has none', (code, details) => {
  expect(adviceOf({ code, message: '', details })).toBe('')
})
