interface Lockfile {
  packages?: Record<string, object>
}

/** A lockfile that names registries installs from nowhere else; ours must install from any. */
export const lockfile = (text: string): string[] => {
  const { packages = {} }: Lockfile = JSON.parse(text)
  const named = Object.entries(packages).filter(([, entry]) => 'resolved' in entry)
  if (named.length === 0) return []
  const [first] = named.map(([path]) => path)
  return [
    `package-lock.json names a registry for ${named.length} packages (${first} is the first); ` +
      'run npm install --omit-lockfile-registry-resolved',
  ]
}
