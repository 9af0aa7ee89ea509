import { describe, expect, it } from 'vitest'
import { BenchError } from '../../shared/contract/error.ts'
import { folderError } from './data-folder.ts'

const failing = (code: string) => Object.assign(new Error(code), { code })

describe('what went wrong with a data folder', () => {
  it.each([
    ['EEXIST', 'invalid', 'is not a folder'],
    ['ENOTDIR', 'invalid', 'is not a folder'],
    ['EACCES', 'read-only', 'cannot be written to'],
    ['EPERM', 'read-only', 'cannot be written to'],
    ['EROFS', 'read-only', 'cannot be written to'],
    ['SQLITE_CANTOPEN', 'read-only', 'cannot be written to'],
    ['SQLITE_READONLY_DIRECTORY', 'read-only', 'cannot be written to'],
    ['ENOSPC', 'disk-full', 'What was saved before is safe'],
    ['SQLITE_FULL', 'disk-full', 'Free some space'],
    ['SQLITE_IOERR_SHMSIZE', 'disk-full', 'Free some space'],
    ['ENAMETOOLONG', 'invalid', 'too long'],
    ['SQLITE_NOTADB', 'damaged', 'Move that one file away'],
  ])('is a sentence with the next act: %s', (code, kind, part) => {
    const error = folderError('/data', failing(code))
    expect(error).toBeInstanceOf(BenchError)
    expect(error).toMatchObject({ code: kind, message: expect.stringContaining(part) })
    expect(String(error)).toContain('The data folder /data ')
  })

  it('stays as it is where nothing is known about it', () => {
    const odd = failing('EWHATEVER')
    const own = new BenchError('in-use', 'It runs.')
    expect(folderError('/data', odd)).toBe(odd)
    expect(folderError('/data', own)).toBe(own)
    expect(folderError('/data', 'text')).toBe('text')
  })
})
