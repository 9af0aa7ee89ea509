import { expect, test } from 'vitest'
import { settingText, subjectOf } from './words.ts'

const checking = { command: null, repeat: 1, timeoutMs: 1, snapshot: null }

test('the subject names what is searched', () => {
  const versions = ['9.0.1', '9.0.2', '9.0.3'].map((version) => ({ version, image: '' }))
  const plan = {
    mode: 'versions' as const,
    ...checking,
    service: 'web',
    versions,
    verifyEnds: false,
    links: [],
  }
  expect(subjectOf({ plan: { ...plan, findFix: false } })).toBe('web 9.0.1 to 9.0.3')
  expect(subjectOf({ plan: { ...plan, findFix: true } })).toBe('web 9.0.1 to 9.0.3, for the fix')
  expect(subjectOf({ plan: { mode: 'settings', ...checking, files: [], target: 'conf' } })).toBe(
    'Settings of conf',
  )
})

test('a setting says both sides', () => {
  expect(settingText({ file: 'a.properties', key: 'pool', from: '20', to: '2' })).toBe(
    'a.properties: pool 20 → 2',
  )
  expect(settingText({ file: 'a', key: 'x', from: null, to: '1' })).toBe('a: x is added → 1')
  expect(settingText({ file: 'a', key: 'x', from: '1', to: null })).toBe('a: x 1 → is taken away')
})
