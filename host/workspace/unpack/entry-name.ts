/** Where an entry belongs, as parts of a path inside; or why it has no place. */
export type EntryName = { parts: string[]; note: string } | { refused: string }

export interface NameRules {
  /** Whether a backslash parts folders, as in zips from Windows; in a tar it is a character like any other. */
  backslashParts: boolean
  platform: NodeJS.Platform
}

/** What the file systems of all our platforms take: bytes of one name, of a whole path, and folders in each other. */
const nameBytesAtMost = 240
const pathBytesAtMost = 3000
const partsAtMost = 200

/** Characters that HFS+ does not see in a name (git: utf8.c, next_hfs_char). */
const unseen = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g

/** Whether git, on some file system, would take this name for its own folder (git: path.c, is_ntfs_dotgit). */
const isGitFolder = (name: string): boolean =>
  name.split('\\').some((part) =>
    /^(\.git|git~1)$/i.test(
      part
        .replace(unseen, '')
        .replace(/:.*$/s, '')
        .replace(/[. ]+$/, ''),
    ),
  )

/** Whether a link of this name could stand for one of git's own files (git: path.c, is_ntfs_dot_generic). */
export const isGitFile = (name: string): boolean => /^(\.git|gi[a-z0-9]*~)/i.test(name.replace(unseen, ''))

const reservedOnWindows = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i

const safePart = (part: string, platform: NodeJS.Platform): string => {
  let safe = part.replace(/[\p{Cc}\u2028\u2029\ufffe\uffff]/gu, '_').replace(/\p{Cs}/gu, '\ufffd')
  if (/(^|\\)\.{1,2}(\\|$)|^\\|^[A-Za-z]:/.test(safe)) safe = safe.replace(/[\\:]/g, '_')
  if (platform === 'win32') {
    safe = safe.replace(/[<>:"|?*\\]/g, '_').replace(/[. ]+$/, (end) => '_'.repeat(end.length))
    if (reservedOnWindows.test(safe)) safe = `_${safe}`
  }
  return isGitFolder(safe) ? safe.replace(unseen, '').replace(/^[.]?git/i, '_git') : safe
}

/**
 * The place of a hostile entry. An absolute path becomes a relative one, control characters and `.git` are renamed, each
 * with a note; what climbs out with `..` or is too long for a disk is refused.
 */
export const entryName = (raw: string, { backslashParts, platform }: NameRules): EntryName => {
  if (raw.includes('\0')) return { refused: 'Its name has a zero byte in it.' }
  const slashes = backslashParts || platform === 'win32' ? raw.replaceAll('\\', '/') : raw
  const relative = slashes.replace(/^([A-Za-z]:)?\/+/, '').replace(/^[A-Za-z]:(?=.)/, '')
  const given = relative.split('/').filter((part) => part !== '' && part !== '.')
  if (given.includes('..')) return { refused: 'It leads out of the workspace with "..".' }
  const parts = given.map((part) => safePart(part, platform))
  if (parts.some((part) => Buffer.byteLength(part) > nameBytesAtMost))
    return { refused: 'Its name is too long for a disk.' }
  if (parts.length > partsAtMost || Buffer.byteLength(parts.join('/')) > pathBytesAtMost)
    return { refused: 'Its path is too long for a disk.' }
  if (relative !== slashes) return { parts, note: `It had an absolute path and is now ${parts.join('/')}.` }
  if (parts.some((part, index) => part !== given[index]))
    return { parts, note: `Its name could do harm, so it is now ${parts.join('/')}.` }
  return { parts, note: '' }
}
