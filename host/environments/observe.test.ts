import { expect, test } from 'vitest'
import { type Inspected, statusOf } from './observe.ts'

const container = (health: unknown): Inspected =>
  ({
    Id: 'c1',
    RestartCount: 0,
    Config: { Image: 'x', Labels: { 'com.docker.compose.service': 'web' } },
    HostConfig: {},
    NetworkSettings: { Ports: {} },
    State: { Status: 'running', StartedAt: '', ExitCode: 0, OOMKilled: false, Error: '', Health: health },
  }) as unknown as Inspected

test.each([
  ['nothing, as Docker says it', undefined],
  ['an empty status, as Podman 4.3 says it', { Status: '', FailingStreak: 0, Log: null }],
  ['none, where it is turned off', { Status: 'none', FailingStreak: 0, Log: null }],
])('a service without a health check is ready when it runs: %s', (_how, health) => {
  const status = statusOf(container(health), [])
  expect(status).toMatchObject({ ready: true, health: 'none', reason: 'It runs; it has no health check.' })
})

test('a service with one waits for it', () => {
  expect(statusOf(container({ Status: 'starting', FailingStreak: 0, Log: [] }), [])).toMatchObject({
    ...{ ready: false, health: 'starting', reason: 'Its health check has not passed yet.' },
  })
})
