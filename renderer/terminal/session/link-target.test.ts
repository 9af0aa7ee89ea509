import { expect, it } from 'vitest'
import { linkTarget } from './link-target.ts'

it('tells a link that leads elsewhere than it says', () => {
  expect(linkTarget('https://evil.test/login', 'https://example.org/login')).toMatchObject({
    disguised: true,
    host: 'evil.test',
  })
  expect(linkTarget('https://example.org/a', 'the manual').disguised).toBe(true)
  expect(linkTarget('https://example.org/', 'example.org').disguised).toBe(false)
  expect(linkTarget('https://example.org/a', 'https://example.org/a').disguised).toBe(false)
})

it('opens nothing but addresses of the web and of mail', () => {
  expect(linkTarget('javascript:alert(1)', 'x').href).toBeNull()
  expect(linkTarget('file:///etc/passwd', 'x').href).toBeNull()
  expect(linkTarget('https://example.org@evil.test/', 'x').href).toBeNull()
})
