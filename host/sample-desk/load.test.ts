import { readdir, stat } from 'node:fs/promises'
import { isAbsolute, join, sep } from 'node:path'
import { expect, test } from 'vitest'
import { caseKinds, caseStatuses, lanes, severities } from '../../shared/domain/vocabulary.ts'
import { loadSampleDesk } from './load.ts'

const DAY = 86_400_000
const now = Date.parse('2027-03-09T15:30:00Z')
const desk = await loadSampleDesk(now)
const events = desk.flatMap((record) => record.events)
const paths = events.flatMap(({ files = [] }) =>
  files.map(({ content }) => ('path' in content ? content.path : '')),
)

const repeated = (values: readonly string[]): string[] =>
  values.filter((value, index) => values.indexOf(value) !== index)

test('every case and every event has an id of its own', () => {
  expect(repeated(desk.map(({ system, externalId }) => `${system} ${externalId}`))).toEqual([])
  expect(repeated(events.map(({ externalId }) => externalId))).toEqual([])
})

test('it uses every status, severity, kind and lane', () => {
  expect(new Set(desk.map(({ status }) => status))).toEqual(new Set(caseStatuses))
  expect(new Set(desk.map(({ severity }) => severity))).toEqual(new Set(severities))
  expect(new Set(desk.map(({ kind }) => kind))).toEqual(new Set(caseKinds))
  expect(new Set(events.map(({ lane }) => lane))).toEqual(new Set(lanes))
})

test.each(desk.map((record) => [record.externalId, record] as const))(
  '%s is a whole case with a story in order',
  (_, record) => {
    const { createdAt = 0, updatedAt = 0 } = record
    const times = record.events.map(({ at }) => at)
    expect(record.events.length).toBeGreaterThanOrEqual(4)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(times.at(0)).toBeGreaterThan(createdAt)
    expect(times.at(-1)).toBe(updatedAt)
    expect(updatedAt).toBeLessThan(now)
    expect(createdAt).toBeGreaterThan(now - 90 * DAY)
    expect(record.description.length).toBeGreaterThan(100)
    expect(record.customer?.domain).toMatch(/\.example$/)
    expect(record.components).not.toEqual([])
    expect(record.tags).not.toEqual([])
    expect(record.events.every(({ body, changes }) => body !== '' || changes)).toBe(true)
  },
)

test('people have addresses that nobody can own, and one address each', () => {
  const people = desk.flatMap(({ owner, reporter, events: story }) => [
    owner,
    reporter,
    ...story.map(({ author }) => author),
  ])
  const addresses = new Map<string, string | undefined>()
  for (const person of people.filter((one) => one !== null)) {
    expect(person.email).toMatch(/^[^@]+@[a-z-]+\.example$/)
    expect(addresses.get(person.name) ?? person.email).toBe(person.email)
    addresses.set(person.name, person.email)
  }
})

test('a purl stands without its version and only on packages', () => {
  for (const { kind, purl } of desk.flatMap(({ components }) => components)) {
    expect(purl === '').toBe(kind !== 'package')
    expect(purl).not.toContain('@')
  }
})

test('links lead to cases of the desk', () => {
  const known = new Set(desk.map(({ externalId }) => externalId))
  const links = desk.flatMap(({ links: own = [] }) => own)
  expect(links.filter(({ externalId }) => !known.has(externalId))).toEqual([])
  expect(new Set(links.map(({ kind }) => kind))).toEqual(new Set(['duplicate-of', 'related']))
})

test('every piece of evidence is there, and all of it is small', async () => {
  const sizes = await Promise.all([...new Set(paths)].map(async (path) => (await stat(path)).size))
  expect(paths.every((path) => isAbsolute(path) && path.includes(`${sep}evidence${sep}`))).toBe(true)
  expect(sizes.every((size) => size > 0)).toBe(true)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_500_000)
})

test('no evidence lies around that no case shows', async () => {
  const folder = join(import.meta.dirname, 'evidence')
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  expect(files.filter((file) => !paths.includes(file))).toEqual([])
})

test('the desk moves with the day on which it is opened', async () => {
  const [later] = await loadSampleDesk(now + DAY)
  expect(later?.createdAt).toBe((desk[0]?.createdAt ?? 0) + DAY)
  expect(later?.events[0]?.at).toBe((desk[0]?.events[0]?.at ?? 0) + DAY)
})
