import { expect, test } from 'vitest'
import type { ServiceStatus } from '../../shared/contract/environments.ts'
import { markOf, nameOf, standing } from './words.ts'

const service = (part: Partial<ServiceStatus> = {}): ServiceStatus => ({
  service: 'db',
  kind: 'container',
  container: 'c0ffee',
  instance: 1,
  state: 'running',
  health: 'healthy',
  ready: true,
  reason: '',
  image: 'postgres:18',
  ports: [],
  startedAt: 0,
  exitCode: null,
  ...part,
})

const environment = { caseId: '', project: '', reason: '', engine: null }

test('a standing counts what is ready, where there is anything', () => {
  const services = [service(), service({ service: 'web', ready: false, health: 'starting' })]
  expect(standing({ ...environment, state: 'starting', services })).toBe('Starting · 1 of 2 ready')
  expect(standing({ ...environment, state: 'down', services: [] })).toBe('Stopped')
  expect(standing({ ...environment, state: 'unknown', services })).toBe('No engine')
})

test('a mark tells trouble from waiting', () => {
  expect(markOf(service())).toBe('ready')
  expect(markOf(service({ ready: false, health: 'starting' }))).toBe('waiting')
  expect(markOf(service({ ready: false, health: 'unhealthy' }))).toBe('failed')
  expect(markOf(service({ ready: false, state: 'exited', exitCode: 137 }))).toBe('failed')
  expect(markOf(service({ ready: false, state: 'exited', exitCode: 0 }))).toBe('off')
  expect(markOf(service({ ready: true, state: 'exited', exitCode: 0 }))).toBe('ready')
  expect(markOf(service({ ready: false, state: 'missing' }))).toBe('off')
  expect(markOf(service({ ready: false, state: 'created' }))).toBe('waiting')
  expect(markOf(service({ ready: false, state: 'created', exitCode: 128 }))).toBe('failed')
})

test('only one of several instances has its number', () => {
  const [one, two] = [service(), service({ instance: 2 })]
  expect(nameOf(one, [one])).toBe('db')
  expect(nameOf(two, [one, two])).toBe('db 2')
})
