import { expect, test } from 'vitest'
import { wantedOf } from './wanted.ts'

const before = { kind: 'package', name: 'tomcat', version: '', purl: 'pkg:maven/org.apache/tomcat' } as const

test('only what differs is asked for', () => {
  expect(wantedOf(before, { ...before, name: ' Tomcat ' })).toEqual({ set: { name: 'Tomcat' } })
  expect(wantedOf(before, before)).toEqual({ set: {} })
})

test('what is no package has no package URL', () => {
  expect(wantedOf(before, { ...before, kind: 'product' })).toEqual({ set: { kind: 'product', purl: '' } })
})

test('a fault is told at its field', () => {
  expect(wantedOf(before, { ...before, name: ' ' })).toHaveProperty('faults.name')
  expect(wantedOf(before, { ...before, purl: 'tomcat' })).toHaveProperty('faults.purl')
  expect(wantedOf(before, { ...before, purl: 'pkg:maven/org.apache/tomcat@10' })).toHaveProperty(
    'faults.purl',
  )
})
