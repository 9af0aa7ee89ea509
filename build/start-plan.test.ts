import { expect, test } from 'vitest'
import { planStart, readStart } from './start-plan.ts'

const desk = { platform: 'linux', env: { DISPLAY: ':0' } } as const
const remote = { platform: 'linux', env: {} } as const
const here = { present: () => '/e/electron', obtain: async () => '/e/electron' }
const downloadable = { present: () => null, obtain: async () => '/e/electron' }
const unreachable = { present: () => null, obtain: async () => null }

test('options of npm start are taken out, the rest reaches the shell in order', () => {
  expect(readStart(['--port', '8080', '--browser', '--data', '/tmp/d'])).toEqual({
    shell: 'browser',
    passed: ['--port', '8080', '--data', '/tmp/d'],
  })
  expect(readStart(['--desktop'])).toEqual({ shell: 'desktop', passed: [] })
  expect(readStart([])).toEqual({ shell: 'either', passed: [] })
  expect(readStart(['--help'])).toBe('help')
})

test('an option of the browser shell chooses it', () => {
  expect(readStart(['--port=8080'])).toEqual({ shell: 'browser', passed: ['--port=8080'] })
  expect(() => readStart(['--desktop', '--port', '1'])).toThrow('--port belongs to the browser shell')
})

test('both shells at once are refused', () => {
  expect(() => readStart(['--browser', '--desktop'])).toThrow('Choose --browser or --desktop')
})

test.each([
  ['here', here],
  ['downloadable', downloadable],
])('a desk with the binary %s gets the window', async (_, electron) => {
  expect(await planStart('either', desk, electron)).toEqual({ shell: 'desktop', binary: '/e/electron' })
  expect(await planStart('desktop', desk, electron)).toEqual({ shell: 'desktop', binary: '/e/electron' })
})

test('macOS and Windows always have a display', async () => {
  for (const platform of ['darwin', 'win32'] as const) {
    expect(await planStart('either', { platform, env: {} }, here)).toMatchObject({ shell: 'desktop' })
  }
})

test('without the binary the browser shell opens, and one sentence says why', async () => {
  expect(await planStart('either', desk, unreachable)).toEqual({
    shell: 'browser',
    because:
      'The Electron binary is not here and could not be downloaded, so Casebench opens in the browser shell.',
  })
})

test('without a display nothing is downloaded', async () => {
  const obtain = () => Promise.reject(new Error('downloaded'))
  expect(await planStart('either', remote, { present: () => null, obtain })).toEqual({
    shell: 'browser',
    because:
      'The Electron binary is not here and there is no display for its window, so Casebench opens in the browser shell.',
  })
  expect(await planStart('either', remote, { present: here.present, obtain })).toEqual({
    shell: 'browser',
    because: 'There is no display for the Electron window, so Casebench opens in the browser shell.',
  })
})

test('a desktop that was asked for and cannot be had says what to do', async () => {
  const none = await planStart('desktop', desk, unreachable)
  expect(none).toMatchObject({ shell: 'none', because: expect.stringContaining('npx install-electron') })
  const unseen = await planStart('desktop', remote, here)
  expect(unseen).toMatchObject({ shell: 'none', because: expect.stringContaining('DISPLAY') })
})

test('the browser shell that was asked for needs no reason and no binary', async () => {
  const obtain = () => Promise.reject(new Error('downloaded'))
  expect(await planStart('browser', desk, { present: () => null, obtain })).toEqual({
    shell: 'browser',
    because: null,
  })
})
