import type { ComparedSide, EnvironmentDifference } from '../../shared/contract/compare.ts'

export const sideNames = ['now', 'healthy', 'ours'] as const
export type SideName = (typeof sideNames)[number]

export const sideTitles: Readonly<Record<SideName, string>> = {
  now: "The customer's now",
  healthy: 'When it was healthy',
  ours: 'Ours',
}

/** Of which environment a side is: our own with what runs now, or a folder or lock of the workspace. */
export type Side = { is: 'own' } | { is: 'inside'; path: string } | { is: 'path'; path: string }

export type Sides = Readonly<Record<SideName, Side | null>>

const ownFolder = 'environment'

export const firstSides: Sides = { now: null, healthy: null, ours: { is: 'own' } }

export const sideText = (side: Side): string => (side.is === 'own' ? 'Our environment, as it is' : side.path)

/** What a stored layout says that was compared. */
export const readSides = (stored: unknown): Sides => {
  const kept = (stored ?? {}) as Record<string, unknown>
  if (!sideNames.some((name) => name in kept)) return firstSides
  const side = (name: SideName): Side | null => {
    const { is, path } = (kept[name] ?? {}) as Record<string, unknown>
    if (is === 'own') return { is }
    return (is === 'inside' || is === 'path') && typeof path === 'string' ? { is, path } : null
  }
  return { now: side('now'), healthy: side('healthy'), ours: side('ours') }
}

/** What the host is asked: it begins with a side that is there, since all are compared with the first. */
export const askedOf = (caseId: string, sides: Sides) => {
  const source = (side: Side | null): ComparedSide | null => {
    if (!side) return null
    if (side.is === 'path') return { path: side.path }
    return side.is === 'own' ? { caseId } : { caseId, folder: side.path }
  }
  const { now, healthy, ours } = sides
  const first = source(now)
  if (!first || (!healthy && !ours)) return null
  return { now: first, healthy: source(healthy), ours: source(ours), caseId, limit: 10_000 }
}

/** Where a file of a difference lies in the workspace; null where that side has none, or lies elsewhere. */
export const placeOf = (
  { files }: Pick<EnvironmentDifference, 'files'>,
  sides: Sides,
  name: SideName,
): string | null => {
  const [side, path] = [sides[name], files?.[name] ?? null]
  if (!side || path === null || side.is === 'path') return null
  const folder = side.is === 'own' ? ownFolder : side.path
  return folder === '' ? path : `${folder}/${path}`
}
