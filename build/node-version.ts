const WANTED = 24

/** The sentence to stop with when this is not the Node that `npm ci` installs, else null. */
export const wrongNode = (version: string, command: string): string | null => {
  const major = Number(version.split('.')[0])
  if (major === WANTED) return null
  return (
    `This is Node ${version}, but Casebench runs on the Node ${WANTED} that npm ci puts into node_modules, ` +
    `because its SQLite binary needs it. Run it through npm: ${command}`
  )
}

/** Ends the process with that sentence unless this is the right Node. */
export const requireNode = (command: string): void => {
  const sentence = wrongNode(process.versions.node, command)
  if (sentence === null) return
  console.error(sentence)
  process.exit(1)
}
