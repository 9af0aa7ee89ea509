import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs'
import { codeOf } from '../failures.ts'

/**
 * A random secret that is made once and then always the same, in a file only its owner reads. Processes that start at
 * once agree on one: the file appears whole, and only if it is not there.
 */
export const secretFile = (path: string): string => {
  for (;;) {
    try {
      return readFileSync(path, 'utf8').trim()
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error
    }
    const own = `${path}.${randomBytes(6).toString('hex')}`
    const file = openSync(own, 'wx', 0o600)
    writeSync(file, `${randomBytes(32).toString('base64url')}\n`)
    fsyncSync(file)
    closeSync(file)
    try {
      linkSync(own, path)
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
    } finally {
      unlinkSync(own)
    }
  }
}
