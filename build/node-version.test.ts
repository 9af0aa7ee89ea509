import { expect, test } from 'vitest'
import { wrongNode } from './node-version.ts'

test('only the pinned major passes', () => {
  expect(wrongNode('24.21.0', 'npm start')).toBeNull()
  expect(wrongNode('20.20.1', 'npm start')).toMatch(/^This is Node 20\.20\.1, .*npm start$/)
  expect(wrongNode('26.0.0', 'npm start')).toContain('Node 26.0.0')
})
