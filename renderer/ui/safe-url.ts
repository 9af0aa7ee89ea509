const linkSchemes = new Set(['http:', 'https:', 'mailto:'])

/** A link's address when it may be followed, else null. Only absolute ones: a relative link has no meaning here. */
export const safeLink = (url: string): string | null => {
  if (!URL.canParse(url)) return null
  const { protocol, href, username, password } = new URL(url)
  // A user name in an address is there to look like another host.
  return linkSchemes.has(protocol) && !username && !password ? href : null
}

/** The attachment an image names, as `attachment:` with its name or SHA-256, else null. */
export const attachmentOf = (url: string): string | null => {
  const named = /^attachment:(?:\/\/)?(.+)$/s.exec(url)?.[1]
  if (!named) return null
  try {
    return decodeURIComponent(named)
  } catch {
    // A stray percent sign is part of the name.
    return named
  }
}
