import type { Difference, TextDifferences } from './difference.ts'

type Path = readonly (string | number)[]
interface Place {
  path: Path
  value: unknown
  /** Whether it is there at all on the other side. */
  present: boolean
}
type Change = Difference & Place

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const changes = (a: unknown, b: unknown, path: Path): Change[] => {
  const key = path.join('.') || 'document'
  if (isObject(a) && isObject(b)) {
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])]
    return names.flatMap((name): Change[] => {
      const inside = [...path, name]
      const at = { path: inside, key: inside.join('.') }
      if (!Object.hasOwn(b, name))
        return [{ ...at, from: shown(a[name]), to: null, value: undefined, present: false }]
      if (!Object.hasOwn(a, name))
        return [{ ...at, from: null, to: shown(b[name]), value: b[name], present: true }]
      return changes(a[name], b[name], inside)
    })
  }
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length)
    return a.flatMap((one, at) => changes(one, b[at], [...path, at]))
  if (JSON.stringify(a) === JSON.stringify(b)) return []
  return [{ key, path, from: shown(a), to: shown(b), value: b, present: true }]
}

const shown = (value: unknown): string => JSON.stringify(value)

const put = (root: unknown, { path, value, present }: Place): unknown => {
  const [name, ...rest] = path
  if (name === undefined) return value
  const inner = { path: rest, value, present }
  if (Array.isArray(root)) return root.map((one, at) => (at === name ? put(one, inner) : one))
  if (!isObject(root)) return root
  if (rest.length === 0 && !present)
    return Object.fromEntries(Object.entries(root).filter(([key]) => key !== name))
  const before = Object.hasOwn(root, name) ? root[name as string] : undefined
  return Object.fromEntries([
    ...Object.entries(root).map(([key, one]) => [key, key === name ? put(before, inner) : one]),
    ...(Object.hasOwn(root, name) ? [] : [[name, put(undefined, inner)]]),
  ])
}

/** What two JSON documents differ in, value by value. One that takes something over is laid out as the first one is. */
export const jsonDifferences = (a: string, b: string): TextDifferences => {
  const ours: unknown = JSON.parse(a)
  const all = changes(ours, JSON.parse(b), [])
  const indent = /^[ \t]+(?=["{[\]])/m.exec(a)?.[0] ?? (a.trim().includes('\n') ? '  ' : '')
  const end = /\s*$/.exec(a)?.[0] ?? ''
  return {
    differences: all.map(({ key, from, to }) => ({ key, from, to })),
    compose(chosen) {
      if (chosen.size === 0) return a
      const value = all.reduce((root, change, at) => (chosen.has(at) ? put(root, change) : root), ours)
      return JSON.stringify(value, null, indent) + end
    },
  }
}
