import { expect, test } from 'vitest'
import { contract } from './contract.ts'
import { sourceOf } from './source-of.ts'

const services = { cases: { name: 'cases', methods: { list: {}, show: {} } } }
const host = sourceOf(
  'host/cases/service.ts',
  'export const all = implement(cases, { list, show })\ncases.list; cases.show',
)

test('an implemented service whose methods are called passes', () => {
  const list = sourceOf('renderer/cases/list.tsx', `const page = await host.cases.list({})`)
  const show = sourceOf('test/integration/show.test.ts', `endpoints.get('cases.show')`)
  expect(contract([host, list, show], services)).toEqual([])
})

test('a service without an implementation, and a method without a caller, fail', () => {
  const list = sourceOf('renderer/cases/list.tsx', `client.cases.list({}); other.show()`)
  expect(contract([list], services)).toEqual([
    'no file in host/ implements cases',
    'nobody calls or tests cases.show',
  ])
})

test('the contract and the implementation are no callers', () => {
  const own = sourceOf('shared/contract/cases.ts', 'cases.list; cases.show')
  expect(contract([own, host], services)).toEqual([
    'nobody calls or tests cases.list',
    'nobody calls or tests cases.show',
  ])
})

test('an implementation in a test does not count', () => {
  const fake = sourceOf('host/cases/service.test.ts', 'implement(cases, {}); cases.list; cases.show')
  expect(contract([fake], services)).toEqual(['no file in host/ implements cases'])
})
