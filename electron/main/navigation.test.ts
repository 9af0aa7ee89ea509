import { describe, expect, test } from 'vitest'
import { externalAddress, isOwn, mayNavigate, mayRequest } from './navigation.ts'

const foreign = [
  'https://example.com/',
  'casebench://other/',
  'casebench://app.example.com/',
  'casebench://user@app/',
  'casebench:app',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'blob:casebench://app/1234',
  'devtools://devtools/bundled/inspector.html',
  'chrome://settings',
  'about:blank',
  '',
  'no address',
]

describe('navigation', () => {
  test('a window shows its own origin', () => {
    for (const own of ['casebench://app/', 'casebench://app/index.html#/cases/CB-1', 'CASEBENCH://app/x?y'])
      expect(mayNavigate(own, true), own).toBe(true)
  })

  test.each(foreign)('and nothing else: %s', (address) => {
    expect(mayNavigate(address, true)).toBe(false)
    expect(isOwn(address)).toBe(false)
  })

  test('a frame may show what the page wrote into it, and no other address', () => {
    expect(mayNavigate('about:srcdoc', false)).toBe(true)
    expect(mayNavigate('about:blank', false)).toBe(true)
    expect(mayNavigate('https://example.com/', false)).toBe(false)
    expect(mayNavigate('about:srcdoc', true)).toBe(false)
  })
})

test('requests stay on the machine', () => {
  for (const kept of ['casebench://app/a.js', 'data:image/png;base64,AA==', 'blob:casebench://app/12'])
    expect(mayRequest(kept), kept).toBe(true)
  for (const sent of [
    'https://example.com/',
    'http://127.0.0.1/',
    'ws://localhost:1/',
    'file:///etc/passwd',
    'ftp://h/',
  ])
    expect(mayRequest(sent), sent).toBe(false)
})

describe('external addresses', () => {
  test('http, https and mailto go to the system', () => {
    expect(externalAddress('https://example.com/a?b#c')).toBe('https://example.com/a?b#c')
    expect(externalAddress('http://example.com')).toBe('http://example.com/')
    expect(externalAddress('mailto:ann@example.com')).toBe('mailto:ann@example.com')
  })

  test('a mail keeps what a person sees and takes no file along', () => {
    expect(externalAddress('mailto:a@b.c?subject=Pool%20full&attach=/etc/passwd&Attachment=/x')).toBe(
      'mailto:a@b.c?subject=Pool%20full',
    )
  })

  test.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://server/share',
    'ms-msdt:/id',
    'vbscript:x',
    'casebench://app/',
    'https://bank.example@evil.example/',
    'C:\\Windows\\System32\\calc.exe',
    '\\\\server\\share',
    'calc.exe',
    '',
    `https://example.com/${'a'.repeat(8192)}`,
  ])('everything else does not: %.60s', (address) => {
    expect(externalAddress(address)).toBeUndefined()
  })
})
