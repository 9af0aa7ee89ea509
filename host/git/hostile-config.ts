/**
 * Settings that make git start a program of the repository's choosing, with a value that starts none. A repository that
 * a customer sent, or that somebody else keeps, may carry any of them (gitconfig(5), gitattributes(5)).
 */
const harmless: readonly (readonly [pattern: RegExp, value: string])[] = [
  [/^filter\..*\.(clean|smudge|process)$/s, ''],
  [/^filter\..*\.required$/s, 'false'],
  [/^merge\..*\.driver$/s, 'false'],
  [/^diff\..*\.(command|textconv)$/s, 'false'],
  [/^trailer\..*\.(command|cmd)$/s, 'false'],
  [/^tar\..*\.command$/s, 'false'],
  [/^gpg\.(.*\.)?(program|defaultkeycommand)$/s, 'false'],
  [/^credential\.(.*\.)?helper$/s, ''],
  [/^remote\..*\.(uploadpack|receivepack|vcs|proxy)$/s, 'false'],
  [/^submodule\..*\.update$/s, 'none'],
]

/** What of `git config --list --show-scope --name-only -z` has to be overridden, as keys and values. */
export const overridesOf = (listing: string): [key: string, value: string][] => {
  const fields = listing.split('\0')
  const keys = new Set<string>()
  for (let at = 0; at + 1 < fields.length; at += 2)
    if (fields[at] === 'local' || fields[at] === 'worktree') keys.add(fields[at + 1] ?? '')
  return [...keys].flatMap((key): [string, string][] => {
    const found = harmless.find(([pattern]) => pattern.test(key))
    return found ? [[key, found[1]]] : []
  })
}

/** What holds for every git that Casebench starts, whatever any configuration says. */
export const always: readonly (readonly [key: string, value: string])[] = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['core.autocrlf', 'false'],
  ['core.safecrlf', 'false'],
  ['core.quotePath', 'false'],
  ['core.pager', 'cat'],
  ['core.editor', ':'],
  ['core.askPass', ''],
  ['core.sshCommand', 'false'],
  ['core.alternateRefsCommand', 'false'],
  ['core.protectNTFS', 'true'],
  ['core.protectHFS', 'true'],
  ['color.ui', 'false'],
  ['commit.gpgSign', 'false'],
  ['tag.gpgSign', 'false'],
  ['log.showSignature', 'false'],
  ['diff.ignoreSubmodules', 'all'],
  ['submodule.recurse', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['init.defaultBranch', 'main'],
  ['init.templateDir', ''],
  ['protocol.allow', 'never'],
  ['protocol.file.allow', 'always'],
  ['safe.bareRepository', 'explicit'],
]
