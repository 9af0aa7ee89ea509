import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

const loopbackAddresses = () => {
  const list = new BlockList()
  list.addSubnet('127.0.0.0', 8, 'ipv4')
  list.addAddress('::1', 'ipv6')
  return list
}

/** Whether only this machine can reach what listens on `host`. */
export const isLoopback = (host: string): boolean => {
  const family = isIP(host)
  if (family === 0) return host.toLowerCase() === 'localhost'
  return loopbackAddresses().check(host, family === 4 ? 'ipv4' : 'ipv6')
}

/** A host as it stands in a URL. */
export const inUrl = (host: string): string => (isIP(host) === 6 ? `[${host}]` : host)

export interface AddressRules {
  scheme: 'http' | 'https'
  /** Beside the loopback names, those under which this host may be asked for. */
  isOurs(name: string): boolean
  /** For development: pages of other origins that pass our requests on. */
  allowedOrigins: readonly string[]
}

export type Judgement = 'ok' | 'host' | 'origin'

/**
 * Whether a request was meant for us, by its Host (a page elsewhere whose name was rebound to our address sends its
 * own), and comes from our page, by its Origin and Sec-Fetch-Site (cookies do not tell the ports of a machine apart).
 * The port in Host may be another than ours: a tunnel has its own.
 */
export const judge = (request: IncomingMessage, rules: AddressRules, needsOrigin: boolean): Judgement => {
  const hosts = request.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host')
  const host = request.headers.host?.toLowerCase() ?? ''
  const name = /^(\[[0-9a-f:.]+\]|[^:/?#@[\]\s]+)(?::\d{1,5})?$/.exec(host)?.[1]
  if (hosts.length !== 1 || !name || !(loopback.has(name) || rules.isOurs(name))) return 'host'

  const { origin } = request.headers
  if (origin === undefined) return needsOrigin || comesFromElsewhere(request) ? 'origin' : 'ok'
  if (rules.allowedOrigins.includes(origin)) return 'ok'
  return origin.toLowerCase() === `${rules.scheme}://${host}` ? 'ok' : 'origin'
}

/** Whether the browser says that another page asks, and not for a page to show. */
const comesFromElsewhere = ({ headers }: IncomingMessage): boolean => {
  const site = headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin' || site === 'none') return false
  return headers['sec-fetch-mode'] !== 'navigate'
}
