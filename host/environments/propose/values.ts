import { createHmac } from 'node:crypto'
import type { PlannedService } from './plan.ts'
import type { Wire } from './wire.ts'

/** A value as it stands in the Compose file, where a secret is a variable of `.env`, and as it stands in other files. */
export interface Value {
  compose: string
  text: string
}
export type Values = Readonly<Record<string, Value>>

/** `order-service` as the beginning of variable names. */
const variableOf = (service: string): string => service.toUpperCase().replaceAll('-', '_')

/** A dollar is Compose's own sign; two stand for one. */
const escaped = (text: string): string => text.replaceAll('$', '$$$$')

const plain = (text: string): Value => ({ compose: escaped(text), text })

/** Variables such as `${catalina.base}` and `%{REMOTE_USER}` belong to the product. */
const PLACEHOLDER = /(?<![$%])\{([a-z]\w*(?:\.[a-zA-Z]\w*)?)\}/g

const get = (values: Values, name: string): Value => {
  const value = values[name]
  if (value === undefined) throw new Error(`A recipe says {${name}}, which stands for nothing there.`)
  return value
}

/** A text of a recipe with its values in. Throws where one is unknown, which a test of all recipes finds. */
export const fill = (text: string, values: Values): Value => ({
  compose: escaped(text).replaceAll(PLACEHOLDER, (_whole, name: string) => get(values, name).compose),
  text: text.replaceAll(PLACEHOLDER, (_whole, name: string) => get(values, name).text),
})

const xml: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** As `fill`, for a file: values are written as the format wants them, and places of fragments stay. */
export const fillFile = (text: string, name: string, values: Values): string =>
  text.replaceAll(PLACEHOLDER, (whole, key: string) => {
    if (key.startsWith('fragments.')) return whole
    const value = get(values, key).text
    return name.endsWith('.xml') ? value.replaceAll(/[&<>"]/g, (sign) => xml[sign] ?? sign) : value
  })

/**
 * A sample password: the same for the same seed, service and name, so that a proposal reads the same each time, and
 * another for each environment. It has what products ask of a password: both cases, a digit, 16 characters.
 */
const samplePassword = (seed: string, service: string, name: string): string =>
  `Cb1${createHmac('sha256', seed).update(`${service}\0${name}`).digest('hex').slice(0, 13)}`

export interface ServiceValues {
  own: Values
  /** Variables that the Compose file takes from `.env`. */
  variables: Record<string, string>
}

/** The values of a service of its own; `hostPorts` are the ports of this machine by the name of the port. */
export const valuesOf = (
  service: PlannedService,
  { seed, hostPorts }: { seed: string; hostPorts: Readonly<Record<string, number>> },
): ServiceValues => {
  const variable = variableOf(service.name)
  const variables: Record<string, string> = {}
  const own: Record<string, Value> = {
    service: plain(service.name),
    host: plain(service.name),
    variable: plain(variable),
    version: plain(service.choice.version),
  }
  for (const [name, text] of Object.entries(service.body.values)) {
    if (text !== '{secret}') {
      own[name] = plain(text)
      continue
    }
    const password = samplePassword(seed, service.name, name)
    const key = `${variable}_${name.toUpperCase()}`
    variables[key] = password
    own[name] = { compose: `\${${key}:?environment/.env is missing}`, text: password }
  }
  for (const [name, port] of Object.entries(hostPorts)) {
    const key = `${variable}_${name.toUpperCase().replaceAll('-', '_')}_PORT`
    variables[key] = String(port)
    own[`port.${name}`] = { compose: `\${${key}:-${port}}`, text: String(port) }
  }
  return { own, variables }
}

/** The values of a wire for the service that uses it: its own, and the other's as `{to.…}`. */
export const wireValues = (wire: Wire, own: Values, other: Values): Values => {
  const offered: Record<string, Value> = { ...other, port: plain(String(wire.offer.port)) }
  for (const [name, text] of Object.entries(wire.offer.values)) offered[name] = fill(text, offered)
  offered.url = fill(wire.offer.url, offered)
  offered.mount = plain(wire.mount)
  return {
    ...own,
    ...Object.fromEntries(Object.entries(offered).map(([name, value]) => [`to.${name}`, value])),
  }
}
