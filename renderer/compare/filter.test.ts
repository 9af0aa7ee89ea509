import { expect, test } from 'vitest'
import { allOfThem, filtered } from './filter.ts'

const one = { now: '8', healthy: '50', ours: null, files: null, reason: '', noise: false }
const differences = [
  { ...one, kind: 'version' as const, where: 'tomcat', key: '' },
  { ...one, kind: 'setting' as const, where: 'conf/app.properties', key: 'pool.max' },
  { ...one, kind: 'setting' as const, where: 'conf/app.properties', key: 'log.dir', noise: true },
]

test('noise is hidden until asked for', () => {
  expect(filtered(differences, allOfThem)).toHaveLength(2)
  expect(filtered(differences, { ...allOfThem, noise: true })).toHaveLength(3)
})

test('kinds and words leave what answers to them', () => {
  expect(filtered(differences, { ...allOfThem, kind: 'setting' })).toHaveLength(1)
  expect(filtered(differences, { ...allOfThem, text: 'APP max 50' })).toHaveLength(1)
  expect(filtered(differences, { ...allOfThem, text: 'nowhere' })).toEqual([])
})
