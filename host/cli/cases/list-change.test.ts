import { expect, test } from 'vitest'
import { componentsToChange, tagsToChange } from './list-change.ts'

const tomcat = (version: string) => ({ kind: 'package', name: 'tomcat', version, purl: '' }) as const

test('replacing a list adds what is missing and removes the rest', () => {
  expect(tagsToChange(['a', 'b'], { replace: ['b', 'c'] })).toEqual({ add: ['c'], remove: ['a'] })
})

test('changes that are true already change nothing', () => {
  expect(tagsToChange(['a'], { add: ['a'], remove: ['z'] })).toEqual({ add: [], remove: [] })
})

test('a component removed without its version goes in every version', () => {
  const before = [tomcat('9'), tomcat('10')]
  expect(componentsToChange(before, { add: [], remove: [tomcat('')] }).remove).toEqual(before)
  expect(componentsToChange(before, { add: [], remove: [tomcat('9')] }).remove).toEqual([tomcat('9')])
})
