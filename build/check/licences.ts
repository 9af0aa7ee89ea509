import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const ALLOWED = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'MIT-0',
  'BlueOak-1.0.0',
  'Python-2.0',
  'CC0-1.0',
  'Unlicense',
  'Zlib',
])
const FOR_FONTS = 'OFL-1.1'

interface Manifest {
  name?: string
  version?: string
  license?: string | { type?: string }
  licenses?: { type?: string }[]
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
}

/** Whether an SPDX expression can be met with allowed licences; brackets, AND and OR as SPDX defines them. */
export const isAllowed = (expression: string, allows: (licence: string) => boolean): boolean => {
  const tokens = expression.match(/[()]|[^\s()]+/g) ?? []
  let next = 0
  const either = (): boolean => {
    let ok = both()
    while (tokens[next] === 'OR') {
      next += 1
      ok = both() || ok
    }
    return ok
  }
  const both = (): boolean => {
    let ok = one()
    while (tokens[next] === 'AND') {
      next += 1
      ok = one() && ok
    }
    return ok
  }
  const one = (): boolean => {
    const token = tokens[next]
    next += 1
    if (token !== '(') return token !== undefined && allows(token)
    const ok = either()
    next += 1
    return ok
  }
  const ok = either()
  return ok && next === tokens.length
}

const licenceOf = ({ license, licenses }: Manifest): string => {
  if (typeof license === 'string') return license
  return license?.type ?? licenses?.map(({ type }) => type).join(' OR ') ?? ''
}

/** Where Node would find a package from a folder: the nearest node_modules upwards. */
const folderOf = (name: string, from: string): string | null => {
  const folder = join(from, 'node_modules', name)
  if (existsSync(join(folder, 'package.json'))) return folder
  return dirname(from) === from ? null : folderOf(name, dirname(from))
}

const needs = ({ dependencies, optionalDependencies, peerDependencies }: Manifest): string[] =>
  Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })

/** Licences of the named packages and of all they bring along; a package that is not installed ships nothing. */
export const licences = (root: string, names: Iterable<string>): { problems: string[]; packages: number } => {
  const problems: string[] = []
  const seen = new Set<string>()
  const waiting = [...names].map((name) => folderOf(name, root))
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    if (folder === null || seen.has(folder)) continue
    seen.add(folder)
    const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const name = manifest.name ?? folder
    const licence = licenceOf(manifest)
    const allows = (one: string): boolean =>
      ALLOWED.has(one) || (one === FOR_FONTS && name.startsWith('@fontsource'))
    if (!isAllowed(licence, allows)) {
      problems.push(
        `${name} ${manifest.version} is under ${licence || 'no stated licence'}, which is not on the list`,
      )
    }
    for (const needed of needs(manifest)) waiting.push(folderOf(needed, folder))
  }
  return { problems: problems.toSorted(), packages: seen.size }
}
