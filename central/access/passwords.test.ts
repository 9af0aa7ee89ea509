import { expect, test } from 'vitest'
import { createPasswords } from './passwords.ts'

const passwords = createPasswords()

test('a password is known again, another is not, and none matches nothing', async () => {
  const stored = await passwords.hash('correct horse battery')
  expect(stored).toMatch(/^scrypt\$15\$8\$3\$/)
  expect(stored).not.toContain('horse')
  expect(await passwords.matches(stored, 'correct horse battery')).toBe(true)
  expect(await passwords.matches(stored, 'correct horse batterz')).toBe(false)
  expect(await passwords.matches(null, 'correct horse battery')).toBe(false)
  expect(await passwords.matches('md5$x', 'correct horse battery')).toBe(false)
})

test('the same password is kept differently each time, and typed in another form is the same', async () => {
  const [one, two] = await Promise.all([
    passwords.hash('Zo\u00eb is at work'),
    passwords.hash('Zo\u00eb is at work'),
  ])
  expect(one).not.toBe(two)
  expect(await passwords.matches(one, 'Zoe\u0308 is at work')).toBe(true)
})

test('work beyond what can wait is refused and the rest is done', async () => {
  const few = createPasswords({ mayWait: 1 })
  const results = await Promise.allSettled(
    Array.from({ length: 5 }, () => few.matches(null, 'a flood of attempts')),
  )
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(2)
  expect(await few.matches(null, 'after the flood')).toBe(false)
})
