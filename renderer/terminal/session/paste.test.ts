import { expect, it } from 'vitest'
import { readPaste } from './paste.ts'

it('lets nothing in a paste end its bracket', () => {
  expect(readPaste('ls\u001b[201~; rm -rf ~\r')).toEqual({
    text: 'ls[201~; rm -rf ~\r',
    lines: 2,
    cleaned: true,
  })
  expect(readPaste('a\u009b201~b\u0003').text).toBe('a201~b')
})

it('keeps tabs, line ends and every script as they are', () => {
  const text = 'a\tb\r\nc\nd é 漢字 👩‍💻'
  expect(readPaste(text)).toEqual({ text, lines: 3, cleaned: false })
})
