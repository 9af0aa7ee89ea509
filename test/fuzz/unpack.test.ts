import { lstatSync, readdirSync, realpathSync } from 'node:fs'
import { join, sep } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { claims } from '../../host/workspace/unpack/claims.ts'
import { entryName } from '../../host/workspace/unpack/entry-name.ts'
import { linkRefusal } from '../../host/workspace/unpack/link-target.ts'
import { tarOf, zipOf } from '../support/archives.ts'
import { workspaceBench } from '../support/workspace-bench.ts'

const part = fc.oneof(
  fc.constantFrom(
    '..',
    '.',
    '',
    'a',
    'A',
    'b',
    '.git',
    '.GIT',
    'git~1',
    'C:',
    '\\',
    '..\\..',
    '~',
    '\u202e',
    'é',
    'e\u0301',
    'x\0',
  ),
  fc.string({ maxLength: 12, unit: 'binary' }),
)
const path = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('/'))
const entry = fc.record({
  name: path,
  type: fc.constantFrom('0', '0', '0', '1', '2', '2', '3', '5', '6', 'S', 'g'),
  target: path,
  text: fc.string({ maxLength: 20 }),
})

test('no name of an entry leads out, on any system', () => {
  fc.assert(
    fc.property(
      path,
      fc.boolean(),
      fc.constantFrom('linux', 'darwin', 'win32'),
      (name, backslashParts, platform) => {
        const named = entryName(name, { backslashParts, platform })
        if ('refused' in named) return
        for (const one of named.parts) {
          expect(['', '.', '..']).not.toContain(one)
          expect(one).not.toMatch(/[/\0]/)
          expect(one.toLowerCase()).not.toBe('.git')
          if (platform === 'win32') expect(one).not.toMatch(/[\\:]/)
        }
      },
    ),
    { numRuns: 3000 },
  )
})

test('no two claims share a path, even without letter case', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.array(fc.constantFrom('a', 'A', 'b', 'a-2'), { minLength: 1, maxLength: 3 }),
          fc.boolean(),
        ),
        { maxLength: 30 },
      ),
      (wanted) => {
        const folders: string[] = []
        const names = claims((folder) => folders.push(folder))
        const files: string[] = []
        for (const [parts, isFile] of wanted)
          if (isFile) files.push(names.file(parts).path)
          else names.folder(parts)
        const all = [...files, ...folders].map((one) => one.toLowerCase())
        expect(new Set(all).size).toBe(all.length)
      },
    ),
  )
})

/** Walks a path as a kernel does, and fails where it would climb out. */
const follow = (start: readonly string[], links: ReadonlyMap<string, string>): void => {
  const left = [...start]
  const here: string[] = []
  for (let steps = 0; left.length > 0 && steps < 60; steps += 1) {
    const next = left.shift()
    if (next === '..') expect(here.pop()).toBeDefined()
    else if (next !== undefined && next !== '.') here.push(next)
    const link = links.get(here.join('/'))
    if (link === undefined) continue
    here.pop()
    left.unshift(...link.split('/'))
  }
}

test('links that are allowed stay inside, whatever chain they form', () => {
  const place = fc.array(fc.constantFrom<string>('a', 'b', 'c'), { minLength: 1, maxLength: 3 })
  const target = fc
    .array(fc.constantFrom('a', 'b', 'c', '..', '.'), { minLength: 1, maxLength: 5 })
    .map((parts) => parts.join('/'))
  fc.assert(
    fc.property(fc.array(fc.tuple(place, target), { maxLength: 8 }), place, (given, start) => {
      const links = new Map(
        given
          .filter(([at, to]) => linkRefusal(at.at(-1) ?? '', to, at.length - 1) === '')
          .map(([at, to]) => [at.join('/'), to]),
      )
      // No link lies below another one, as in the stage.
      for (const at of links.keys())
        for (const other of links.keys()) if (at.startsWith(`${other}/`)) links.delete(at)
      follow(start, links)
    }),
    { numRuns: 2000 },
  )
})

/** Where a link leads; `otherwise` where it leads nowhere, of which the property above speaks. */
const realOf = (place: string, otherwise: string): string => {
  try {
    return realpathSync(place)
  } catch {
    return otherwise
  }
}

test('archives of any entries put nothing outside and leave a repository that git agrees with', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(entry, { maxLength: 12 }),
      fc.boolean(),
      fc.nat(2000),
      async (entries, asZip, cut) => {
        using at = await workspaceBench()
        const zip = asZip
          ? zipOf(
              entries.map(({ name, text, type, target }) => ({
                name: name || 'x',
                text: type === '2' ? target : text,
                mode: type === '2' ? 0o120777 : 0o100644,
              })),
            )
          : undefined
        const whole = zip ?? tarOf(entries)
        const bytes = cut < 1000 ? whole : whole.subarray(0, Math.max(4, whole.length - cut))
        await at.attach('first.zip', zipOf([{ name: 'x', text: 'x' }]))
        await at.attach(asZip ? 'a.zip' : 'a.tgz', asZip ? bytes : gzipSync(bytes))
        const done = await at.unpack()
        expect(done.type).toBe('done')
        const { path, problem, changed, baseline } = await at.open()
        expect({ problem, changed }).toEqual({ problem: '', changed: 0 })
        expect(at.git(path, 'fsck', '--no-dangling', '--strict', baseline ?? '')).toBe('')
        expect(readdirSync(at.folder)).toEqual(['bench'])
        expect(readdirSync(join(at.dataDir)).toSorted()).toEqual(['blobs', 'incoming', 'workspaces'])
        for (const found of readdirSync(path, { recursive: true, withFileTypes: true })) {
          const place = join(found.parentPath, found.name)
          if (place.startsWith(join(path, '.git'))) continue
          expect(found.name.toLowerCase()).not.toBe('.git')
          const isKnown = lstatSync(place).isFile() || found.isDirectory() || found.isSymbolicLink()
          expect(isKnown).toBe(true)
          if (!found.isSymbolicLink()) continue
          const real = realOf(place, path)
          expect(real === path || real.startsWith(path + sep)).toBe(true)
        }
      },
    ),
    { numRuns: 12, endOnFailure: true },
  )
})
