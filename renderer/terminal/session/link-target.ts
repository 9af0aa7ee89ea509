import { safeLink } from '../../ui/safe-url.ts'

export interface LinkTarget {
  /** The address that would be opened; null when none may be. */
  href: string | null
  host: string
  /** Whether the text names another address than the one it leads to. */
  disguised: boolean
}

/** What a link of a terminal leads to, beside the text that it shows. Both are of a program, and may lie. */
export const linkTarget = (address: string, shown: string): LinkTarget => {
  const href = safeLink(address)
  const text = shown.trim()
  return { href, host: href ? new URL(href).host : '', disguised: !says(text, address) && !says(text, href) }
}

const says = (text: string, address: string | null): boolean => {
  if (address === null || text === '') return false
  const bare = (value: string) => value.replace(/^[a-z]+:\/*/i, '').replace(/\/$/, '')
  return bare(text) === bare(address)
}
