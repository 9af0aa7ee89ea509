/** The one origin that windows show. A scheme of our own, so that nothing else on the machine can serve it. */
export const appScheme = 'casebench'
export const appOrigin = `${appScheme}://app`

const parse = (address: string): URL | undefined => (URL.canParse(address) ? new URL(address) : undefined)

/** Whether an address is ours. `URL.origin` is "null" for a scheme like this one outside Chromium, so by parts. */
export const isOwn = (address: string): boolean => {
  const url = parse(address)
  return url?.protocol === `${appScheme}:` && url.host === 'app' && url.username === '' && url.password === ''
}

/** Frames may also show what the page itself wrote: an e-mail in a sandboxed `srcdoc`, an empty frame. */
export const mayNavigate = (address: string, mainFrame: boolean): boolean =>
  isOwn(address) || (!mainFrame && (address === 'about:srcdoc' || address === 'about:blank'))

/** Nothing leaves the machine: a window may ask for its own files and for bytes that it holds already. */
export const mayRequest = (address: string): boolean => {
  const protocol = parse(address)?.protocol
  return isOwn(address) || protocol === 'data:' || protocol === 'blob:' || protocol === 'devtools:'
}

const mailFields = new Set(['subject', 'body', 'cc'])

/**
 * The address to hand to the system's own program, or undefined where none may be: only http, https and mailto, no
 * credentials (they disguise the host), and of a mail only what a person will see (`attach` would take files along).
 */
export const externalAddress = (address: string): string | undefined => {
  const url = parse(address)
  if (!url || address.length > 8192) return undefined
  if (url.protocol === 'mailto:') {
    const kept = [...url.searchParams].filter(([name]) => mailFields.has(name.toLowerCase()))
    const query = kept.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
    return `mailto:${url.pathname}${query ? `?${query}` : ''}`
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined
  return url.username || url.password ? undefined : url.href
}
