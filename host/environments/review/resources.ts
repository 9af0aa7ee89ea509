import { type Context, checkFile, isOn, report, textOf } from './context.ts'
import { entriesOf, type Part } from './document.ts'
import { checkLabels } from './labels.ts'
import { checkVolumeOptions } from './mounts.ts'
import { checkSubnets } from './subnets.ts'

type What = 'volume' | 'network' | 'secret' | 'config'

const unknown = (context: Context, value: string, line: number): void =>
  report(context, 'unknown-key', { value, sentence: `Casebench does not know what ${value} does.`, line })

const external = (context: Context, of: { what: What; name: string }, part: Part): void => {
  if (part.kind === 'scalar' && !isOn(context, part)) return
  report(context, 'external-resource', {
    value: `${of.what} ${of.name}`,
    sentence: `The ${of.what} ${of.name} is not of this environment: whose it is would be changed with it.`,
    line: part.line,
  })
}

const named = (context: Context, { what, name: key }: { what: What; name: string }, part: Part): void => {
  const name = textOf(context, part)
  if (name === '' || what === 'secret' || what === 'config') return
  // Compose 2 writes out the names that it gives; those of the files are told where they stand.
  if (context.project !== '' && name === `${context.project}_${key}`) return
  report(context, 'named-resource', {
    value: `${what} ${name}`,
    sentence: `The ${what} has the fixed name ${name}: another of this name on this machine would be taken.`,
    line: part.line,
  })
}

const drivers: Record<What, readonly string[]> = {
  volume: ['', 'local', 'default'],
  network: ['', 'bridge', 'default', 'none'],
  secret: [''],
  config: [''],
}

const driver = (context: Context, what: What, part: Part): void => {
  const name = textOf(context, part)
  if (!drivers[what].includes(name))
    report(context, 'driver', {
      value: `${what} ${name}`,
      sentence: `The ${what} is made by the driver ${name}, which reaches outside of this environment.`,
      line: part.line,
    })
}

const options = (context: Context, what: What, part: Part): void => {
  if (what === 'volume') {
    checkVolumeOptions(context, part)
    return
  }
  for (const { key, value } of entriesOf(part))
    report(context, 'driver', {
      value: `${what} ${key} ${textOf(context, value)}`,
      sentence: `The ${what} is made by an option of its driver (${key}).`,
      line: value.line,
    })
}

const harmless = new Set([
  'internal',
  'attachable',
  'enable_ipv6',
  'enable_ipv4',
  'content',
  'template_driver',
])

const checkOne = (context: Context, of: { what: What; name: string }, part: Part): void => {
  for (const { key, value, line } of entriesOf(part)) {
    if (key === 'external') external(context, of, value)
    else if (key === 'name') named(context, of, value)
    else if (key === 'driver') driver(context, of.what, value)
    else if (key === 'driver_opts') options(context, of.what, value)
    else if (key === 'labels') checkLabels(context, value)
    else if (key === 'ipam') checkSubnets(context, of.name, value)
    else if (key === 'file') checkFile(context, textOf(context, value), { what: of.what, line })
    else if (key === 'environment')
      report(context, 'host-variable', {
        value: textOf(context, value),
        sentence: `The ${of.what} is taken from the variable ${textOf(context, value)} of who starts the environment.`,
        line,
      })
    else if (!harmless.has(key) && !key.startsWith('x-')) unknown(context, `${of.what} ${key}`, line)
  }
}

/** The `volumes`, `networks`, `secrets` or `configs` of a file. */
export const checkResources = (context: Context, what: What, part: Part): void => {
  for (const { key, value } of entriesOf(part)) checkOne(context, { what, name: key }, value)
}
