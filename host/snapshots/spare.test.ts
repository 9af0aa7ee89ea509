import { execFileSync } from 'node:child_process'
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { temporaryFolder } from '../../test/support/database.ts'
import { makeSpare, moveSpare, putAside, spareOf, tidySpare } from './spare.ts'
import { standingOf } from './take-back.ts'

const signal = new AbortController().signal

beforeEach(({ skip }) => skip(process.platform !== 'linux', 'it is used with engines on Linux only'))

/** A snapshot's volume with its folder, of which a spare can be made. */
const volume = (folder: string): string => {
  const place = join(folder, 'copy/_data')
  mkdirSync(join(place, 'a'), { recursive: true })
  for (const name of ['one', 'a/two', 'a/three']) writeFileSync(join(place, name), name)
  symlinkSync('one', join(place, 'link'))
  writeFileSync(join(place, 'sparse'), 'start')
  truncateSync(join(place, 'sparse'), 4_000_000)
  return place
}

const all = (root: string) =>
  execFileSync('sh', ['-c', "find . -printf '%p %y %U:%G %m %l %T@ %s %b %n\\n' | sort; md5sum one a/*"], {
    cwd: root,
    encoding: 'utf8',
  })

const make = (place: string, former: Parameters<typeof makeSpare>[1]['former'] = null) =>
  makeSpare(place, { former, bytes: 10, signal })

test('a spare is as the copy is, hard links and holes too, and is moved in place once', async () => {
  using temporary = temporaryFolder()
  const place = volume(temporary.path)
  linkSync(join(place, 'one'), join(place, 'second name'))
  expect(await make(place)).toBe(true)
  const target = join(temporary.path, 'target')
  expect(await moveSpare(place, target)).toBe(true)
  expect(all(target)).toBe(all(place))
  expect(await spareOf(place)).toBe(null)
  expect(await moveSpare(place, join(temporary.path, 'other'))).toBe(false)
})

test('it is made of what was there before, where little of that changed', async () => {
  using temporary = temporaryFolder()
  const place = volume(temporary.path)
  await make(place)
  const target = join(temporary.path, 'target')
  const known = await spareOf(place)
  await moveSpare(place, target)
  expect(known).toEqual(await standingOf(target))
  writeFileSync(join(target, 'one'), 'changed')
  const kept = statSync(join(target, 'a/two')).ino
  renameSync(target, join(temporary.path, 'old'))
  const path = await putAside(place, join(temporary.path, 'old'))
  expect(await make(place, { path: path ?? '', known: known ?? {} })).toBe(true)
  const spare = join(place, '../casebench-spare')
  expect(all(spare)).toBe(all(place))
  expect(statSync(join(spare, 'a/two')).ino).toBe(kept)
})

test('one of before the machine started anew does not count, nor what was cut off', async () => {
  using temporary = temporaryFolder()
  const place = volume(temporary.path)
  await make(place)
  const facts = join(place, '../casebench-spare.json')
  writeFileSync(facts, JSON.stringify({ boot: 'another', standing: {} }))
  expect(await spareOf(place)).toBe(null)
  rmSync(facts)
  expect(await spareOf(place)).toBe(null)
  mkdirSync(join(place, '../casebench-making'))
  mkdirSync(join(place, '../casebench-gone-abc'))
  await make(place)
  expect(await spareOf(place)).not.toBe(null)
  await tidySpare(place, { all: false })
  expect(readdirSync(join(place, '..')).toSorted()).toEqual([
    '_data',
    'casebench-spare',
    'casebench-spare.json',
  ])
  await tidySpare(place, { all: true })
  expect(readdirSync(join(place, '..'))).toEqual(['_data'])
})

test('where the disk has no room there is none, and one that is ended leaves nothing', async () => {
  using temporary = temporaryFolder()
  const place = volume(temporary.path)
  expect(await makeSpare(place, { former: null, bytes: 1e15, signal })).toBe(false)
  const stopped = AbortSignal.abort()
  await expect(makeSpare(place, { former: null, bytes: 1, signal: stopped })).rejects.toThrow()
  expect(existsSync(join(place, '../casebench-making'))).toBe(false)
})
