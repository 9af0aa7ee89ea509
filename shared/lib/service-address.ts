/** How far what is sent to an address may travel. */
export type Reach = 'this-machine' | 'own-network' | 'anywhere'

export type ServiceAddress =
  | { ok: true; url: string; reach: Reach; encrypted: boolean; token: string | null }
  | { ok: false; reason: string }

/** A token as the central service makes them, wherever it stands in a link. */
const tokenInside = /cb[tl]_[\w-]{20,200}/

const numbers = (host: string): number[] | null =>
  /^\d+\.\d+\.\d+\.\d+$/.test(host) ? host.split('.').map(Number) : null

const ownNames = /\.(local|lan|internal|home\.arpa|intranet)$/

/** Whether a host of a URL is this machine, in the private ranges of RFC 1918, 3927 and 4193, or elsewhere. */
export const reachOf = (hostname: string): Reach => {
  const host = hostname.replace(/^\[|\]$|\.$/g, '').toLowerCase()
  if (host === 'localhost' || host.endsWith('.localhost') || host === '::1') return 'this-machine'
  const parts = numbers(host)
  if (!parts) {
    if (host.includes(':')) return /^(f[cd]|fe[89ab])/.test(host) ? 'own-network' : 'anywhere'
    return ownNames.test(host) || !host.includes('.') ? 'own-network' : 'anywhere'
  }
  const [a = 0, b = 0] = parts
  if (a === 127) return 'this-machine'
  const inside = a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168)
  return inside || (a === 169 && b === 254) ? 'own-network' : 'anywhere'
}

const example = 'It looks like https://casebench.example.com.'

const parse = (text: string): URL | null => {
  if (/\s/.test(text)) return null
  // Without a scheme it is https, except where nobody has a certificate.
  const scheme = /^[a-z][\w+.-]*:\/\//i.test(text) ? '' : null
  if (scheme === '') return URL.parse(text)
  const guess = URL.parse(`https://${text}`)
  return guess && reachOf(guess.hostname) === 'this-machine' ? URL.parse(`http://${text}`) : guess
}

/**
 * Reads the address of a central service as a person types or pastes it. A token inside a one-time link is told apart,
 * so that it is never part of an address. Without encryption only this machine and private networks are taken.
 */
export const readServiceAddress = (typed: string): ServiceAddress => {
  const text = typed.trim()
  if (text === '') return { ok: false, reason: `The address of your team's service is needed. ${example}` }
  const url = parse(text)
  if (!url?.hostname) return { ok: false, reason: `This is no address. ${example}` }
  const { protocol, hostname, username, password, origin, pathname } = url
  if (protocol !== 'https:' && protocol !== 'http:')
    return { ok: false, reason: 'The address of a service begins with https://.' }
  if (username !== '' || password !== '')
    return {
      ok: false,
      reason: 'Leave the name and the password out of the address; the token says who you are.',
    }
  const reach = reachOf(hostname)
  if (protocol === 'http:' && reach === 'anywhere')
    return {
      ok: false,
      reason: 'With http:// anybody on the way could read your token and your cases. Use https://.',
    }
  const token = tokenInside.exec(text)?.[0] ?? null
  // What a link to one page of the service has behind the host is no part of the service's address.
  const path = token === null ? pathname.replace(/\/+$/, '') : ''
  return { ok: true, url: `${origin}${path}`, reach, encrypted: protocol === 'https:', token }
}

/** What somebody gives to connect with: a token, or a link that holds one and says of which service it is. */
export const readToken = (typed: string): { token: string; url: string | null } => {
  const text = typed.trim()
  const read = text.includes('/') ? readServiceAddress(text) : null
  return read?.ok && read.token !== null ? { token: read.token, url: read.url } : { token: text, url: null }
}
