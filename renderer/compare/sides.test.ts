import { expect, test } from 'vitest'
import { askedOf, firstSides, placeOf, readSides } from './sides.ts'

const caseId = '0193a6f0-5b7e-7c3a-9d53-1f2e3d4c5b6a'
const sides = {
  now: { is: 'inside', path: 'bundle/prod' },
  healthy: null,
  ours: { is: 'own' },
} as const

test('two sides are asked for, the customer first', () => {
  expect(askedOf(caseId, firstSides)).toBeNull()
  expect(askedOf(caseId, { ...sides, ours: null })).toBeNull()
  expect(askedOf(caseId, sides)).toEqual({
    now: { caseId, folder: 'bundle/prod' },
    healthy: null,
    ours: { caseId },
    caseId,
    limit: 10_000,
  })
})

test('what a layout kept is read as far as it makes sense', () => {
  expect(readSides(undefined)).toEqual(firstSides)
  expect(readSides(sides)).toEqual(sides)
  expect(readSides({ now: { is: 'inside' }, ours: null })).toEqual({ now: null, healthy: null, ours: null })
})

test('a file of a side lies in its folder', () => {
  const files = { now: 'conf/server.xml', healthy: null, ours: 'tomcat/server.xml' }
  expect(placeOf({ files }, sides, 'now')).toBe('bundle/prod/conf/server.xml')
  expect(placeOf({ files }, sides, 'ours')).toBe('environment/tomcat/server.xml')
  expect(placeOf({ files }, sides, 'healthy')).toBeNull()
  expect(placeOf({ files: null }, sides, 'now')).toBeNull()
})
