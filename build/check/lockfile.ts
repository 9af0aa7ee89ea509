interface Entry {
  resolved?: string
  optionalDependencies?: Record<string, string>
}

interface Lockfile {
  packages?: Record<string, Entry>
}

/** A lockfile that names registries installs from nowhere else; ours must install from any. */
const namesRegistry = (packages: [string, Entry][]): string[] => {
  const [first, ...others] = packages
    .filter(([, entry]) => entry.resolved !== undefined)
    .map(([path]) => path)
  if (first === undefined) return []
  return [
    `package-lock.json names a registry for ${others.length + 1} packages, ${first} the first; ` +
      'write it with npm install --omit-lockfile-registry-resolved',
  ]
}

/**
 * A registry that lacks a platform's binary leaves it out of the lockfile without a word, and npm ci then refuses the
 * whole lockfile on every machine.
 */
const lacksPlatforms = (packages: [string, Entry][]): string[] => {
  const locked = new Set(packages.map(([path]) => path.split('node_modules/').at(-1)))
  return packages.flatMap(([path, { optionalDependencies = {} }]) => {
    const missing = Object.keys(optionalDependencies).filter((name) => !locked.has(name))
    if (missing.length === 0) return []
    return [
      `package-lock.json lacks ${missing.join(', ')} for ${path}, so npm ci fails; pin a version that has them`,
    ]
  })
}

/** What keeps a lockfile from installing everywhere. */
export const lockfile = (text: string): string[] => {
  const { packages = {} }: Lockfile = JSON.parse(text)
  const entries = Object.entries(packages)
  return [...namesRegistry(entries), ...lacksPlatforms(entries)]
}
