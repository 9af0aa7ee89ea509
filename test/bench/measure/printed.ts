import { createHash } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'

/** Lines as logs have them. */
export const textLine = (n: number): string =>
  `2026-03-14 09:${String(n % 60).padStart(2, '0')}:17,${String(n % 1000).padStart(3, '0')} INFO  [http-nio-8080-exec-${n % 200}] o.a.c.core.ContainerBase request ${createHash('md5').update(String(n)).digest('hex')} done\n`

/** Each word in a colour of its own, as build tools and listings print. */
export const colourLine = (n: number): string => {
  const word = (i: number) => `\x1b[38;5;${(n * 7 + i * 13) % 256}mword${(n + i) % 97}\x1b[0m`
  return `${Array.from({ length: 12 }, (_, i) => word(i)).join(' ')}\x1b[1;31m!\x1b[0m\n`
}

/** A file of at least so many bytes of such lines. */
export const makeFile = (path: string, bytes: number, line: (n: number) => string): void => {
  const file = openSync(path, 'w')
  const lines = Array.from({ length: 5000 }, (_, n) => line(n)).join('')
  for (let at = 0; at < bytes; at += lines.length) writeSync(file, lines)
  closeSync(file)
}
