import { expect, test } from 'vitest'
import { handlesFault, readHandles } from './handles.ts'

test('reads one handle of each line, each once', () => {
  expect(readHandles(' github:ada \n\njira:aking\ngithub:ada')).toEqual(['github:ada', 'jira:aking'])
  expect(readHandles('')).toEqual([])
})

test('says when there are too many, or one is too long', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => `github:${index}`).join('\n')
  expect(handlesFault(many(50))).toBeUndefined()
  expect(handlesFault(many(51))).toMatch(/at most 50/)
  expect(handlesFault('x'.repeat(301))).toMatch(/300/)
})
