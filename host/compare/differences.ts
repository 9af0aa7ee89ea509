import type { EnvironmentDifference } from '../../shared/contract/compare.ts'
import type { EnvironmentLock } from '../../shared/domain/stack/lock.ts'
import type { Difference } from '../bisect/settings/difference.ts'
import { textDifferences } from '../bisect/settings/read-text.ts'
import { isNoise } from './noise.ts'
import { counterpart } from './pair-files.ts'
import { rank } from './rank.ts'

/** What is known of one environment. */
export interface ComparedEnvironment {
  lock: EnvironmentLock | null
  /** Texts by path; null for a file that is no text or too large to read, whose digest is in `digests`. */
  files: ReadonlyMap<string, string | null>
  digests: ReadonlyMap<string, string>
}

export interface Compared {
  now: ComparedEnvironment
  healthy: ComparedEnvironment | null
  ours: ComparedEnvironment | null
}

type Row = Omit<EnvironmentDifference, 'reason' | 'noise'>
type Other = 'healthy' | 'ours'

/** Characters of a value that are shown. */
const valueAtMost = 500
/** Differences of one file that are told apart; more of them say that it is another file. */
const perFileAtMost = 500

/**
 * What up to three environments differ in, the likeliest cause first: what changed between healthy and now, versions
 * before settings before files, what has to do with the case's components, and what differs on every machine last.
 */
export const compareEnvironments = (
  compared: Compared,
  components: readonly string[],
): EnvironmentDifference[] => {
  const rows = [...versions(compared), ...settings(compared), ...files(compared)]
  const known = { healthy: compared.healthy !== null, ours: compared.ours !== null }
  return rows
    .map((row) => {
      const noise = isNoise(row.key, [row.now, row.healthy, row.ours])
      return { ...row, noise, ...rank({ ...row, noise }, known, components) }
    })
    .toSorted((a, b) => b.score - a.score || compareText(a.where, b.where) || compareText(a.key, b.key))
    .map(({ score: _score, ...row }) => row)
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const cut = (text: string | null): string | null =>
  text !== null && text.length > valueAtMost ? `${text.slice(0, valueAtMost)}…` : text

const others = ({ healthy, ours }: Compared): [Other, ComparedEnvironment][] => [
  ...(healthy ? [['healthy', healthy] as [Other, ComparedEnvironment]] : []),
  ...(ours ? [['ours', ours] as [Other, ComparedEnvironment]] : []),
]

/** A value of each environment, kept where they are not all the same. An environment that says nothing is not compared. */
const rowOf = (
  facts: Pick<Row, 'kind' | 'where' | 'key'>,
  compared: Compared,
  read: (environment: ComparedEnvironment) => string | null | undefined,
): Row[] => {
  const now = read(compared.now)
  const found: Row = { ...facts, now: cut(now ?? null), healthy: null, ours: null, files: null }
  let differs = false
  for (const [name, environment] of others(compared)) {
    const value = read(environment)
    found[name] = cut(value ?? null)
    if (value !== undefined && now !== undefined && value !== now) differs = true
  }
  return differs ? [found] : []
}

const namesOf = (compared: Compared): string[] => [
  ...new Set(
    [compared.now, compared.healthy, compared.ours].flatMap(
      (one) => one?.lock?.services.map(({ name }) => name) ?? [],
    ),
  ),
]

const versions = (compared: Compared): Row[] =>
  namesOf(compared).flatMap((where) =>
    rowOf({ kind: 'version', where, key: '' }, compared, ({ lock }) => {
      if (!lock) return undefined
      const service = lock.services.find(({ name }) => name === where)
      return service ? service.version || service.image || service.process : null
    }),
  )

const settings = (compared: Compared): Row[] =>
  namesOf(compared).flatMap((where) => {
    const settingsOf = ({ lock }: ComparedEnvironment) =>
      lock?.services.find(({ name }) => name === where)?.settings
    const all = [compared.now, compared.healthy, compared.ours].flatMap((one) =>
      one ? Object.keys(settingsOf(one) ?? {}) : [],
    )
    return [...new Set(all)].flatMap((key) =>
      rowOf({ kind: 'setting', where, key }, compared, (one) => {
        const found = settingsOf(one)
        return found && (found[key] ?? null)
      }),
    )
  })

const files = (compared: Compared): Row[] => {
  const rows: Row[] = []
  for (const path of compared.now.files.keys()) rows.push(...inFile(compared, path))
  const taken = new Set<string>()
  for (const [name, environment] of others(compared))
    for (const path of environment.files.keys()) {
      if (counterpart(path, compared.now.files) !== null || taken.has(path)) continue
      taken.add(path)
      const row: Row = {
        ...{ kind: 'file', where: path, key: '', now: null, healthy: null, ours: null, [name]: 'there' },
        files: { now: null, healthy: null, ours: null, [name]: path },
      }
      rows.push(row)
      const third = name === 'healthy' ? compared.ours : null
      const same = third && counterpart(path, third.files)
      if (!row.files || !same) continue
      row.ours = 'there'
      row.files.ours = same
      taken.add(same)
    }
  return rows
}

/** What a file differs in from its counterpart: as a whole, or by setting. */
type FileDifference = { whole: string | null } | { settings: readonly Difference[] }

const same: FileDifference = { settings: [] }

const fileDifference = (
  compared: Compared,
  path: string,
  environment: ComparedEnvironment,
): FileDifference => {
  const other = counterpart(path, environment.files)
  if (other === null) return environment.files.size === 0 ? same : { whole: null }
  const text = compared.now.files.get(path) ?? null
  const theirs = environment.files.get(other) ?? null
  if (text === null || theirs === null)
    return compared.now.digests.get(path) === environment.digests.get(other)
      ? same
      : { whole: 'another content' }
  const { differences } = textDifferences(path, text, theirs)
  return differences.length > perFileAtMost
    ? { whole: `${differences.length} differences` }
    : { settings: differences }
}

/** What one file differs in from its counterparts: each setting for itself, with the value of each environment. */
const inFile = (compared: Compared, path: string): Row[] => {
  const byKey = new Map<string, Row>()
  const files = {
    now: path,
    healthy: compared.healthy && counterpart(path, compared.healthy.files),
    ours: compared.ours && counterpart(path, compared.ours.files),
  }
  const there = { now: 'there', healthy: 'there', ours: 'there' }
  const whole: Row = { kind: 'file', where: path, key: '', ...there, files }
  let isWhole = false
  for (const [name, environment] of others(compared)) {
    const found = fileDifference(compared, path, environment)
    if ('whole' in found) {
      whole[name] = found.whole
      isWhole = true
      continue
    }
    for (const { key, from, to } of found.settings) {
      const now = cut(from)
      const row = byKey.get(key) ?? { kind: 'setting', where: path, key, now, healthy: now, ours: now, files }
      byKey.set(key, { ...row, [name]: cut(to) })
    }
  }
  const absent = { ...(compared.healthy ? {} : { healthy: null }), ...(compared.ours ? {} : { ours: null }) }
  return [...byKey.values(), ...(isWhole ? [whole] : [])].map((row) => ({ ...row, ...absent }))
}
