import { expect, test } from 'vitest'
import { styledLines } from './styled.ts'

const texts = (output: string) => styledLines(output).map((spans) => spans.map(({ text }) => text).join(''))

test('colours become spans, and nothing else of an escape is left', () => {
  expect(styledLines('a\x1b[1;31mred\x1b[0m\x1b[38;5;12mblue\x1b[38;2;1;2;3mown\r\n')).toMatchObject([
    [
      { text: 'a', colour: null },
      { text: 'red', colour: 1, bold: true },
      { text: 'blue', colour: 12, bold: false },
      { text: 'own', colour: null },
    ],
  ])
})

test('a progress bar is its last state', () => {
  expect(texts('10%\r55%\r100%\x1b[K\nab\b\bc\n\x1b[2Kx')).toEqual(['100%', 'cb', 'x'])
})

test('titles, links, images and broken sequences leave no trace', () => {
  expect(texts('\x1b]0;evil\x07a\x1b]8;;http://x\x1b\\b\x1bPq#0\x1b\\c\x1b[?1049hd\x1b(Be\x9cf\x1b')).toEqual(
    ['abcdef'],
  )
  expect(texts('<img src=x>\udcff')).toEqual(['<img src=x>\ufffd'])
})
