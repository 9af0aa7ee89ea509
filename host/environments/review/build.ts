import { join } from 'node:path'
import { type Context, checkFile, isOn, report, textOf } from './context.ts'
import { eachOf, entriesOf, namedOf, type Part } from './document.ts'
import { checkLabels } from './labels.ts'
import { leadOf } from './paths.ts'

/** What an engine or Compose takes for an address and not for a folder. */
export const isRemote = (text: string): boolean =>
  /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[a-z]:[\\/]/i.test(text)
    ? true
    : /^(github\.com|gitlab\.com|bitbucket\.org)\//i.test(text) ||
      /^[\w.-]+@[\w.-]+:/.test(text) ||
      /\.git(#|$)/i.test(text)

const checkContext = (context: Context, part: Part): void => {
  const text = textOf(context, part)
  // Images and other services are what a Dockerfile may name too.
  if (/^(docker-image:\/\/|service:|target:)/.test(text)) return
  if (isRemote(text))
    report(context, 'remote-build', {
      value: text,
      sentence: `The image is built from ${text}, which is fetched from elsewhere.`,
      line: part.line,
    })
  else if (text !== '') checkFile(context, text, { what: 'build context', line: part.line })
}

const right = (context: Context, part: Part, what: string): void =>
  report(context, 'build-right', {
    value: what,
    sentence: `The build gets more than a build needs: ${what}.`,
    line: part.line,
  })

/** Keys that name nothing outside of the build's own container. */
const harmless = new Set([
  'args',
  'dockerfile_inline',
  'no_cache',
  'platforms',
  'pull',
  'shm_size',
  'target',
  'ulimits',
  'provenance',
  'sbom',
  'isolation',
])

const checks: Record<string, (context: Context, part: Part, whole: Part) => void> = {
  context: checkContext,
  additional_contexts: (context, part) => {
    for (const { text, line } of namedOf(part)) checkContext(context, { kind: 'scalar', text, line })
  },
  dockerfile: (context, part, whole) => {
    const path = textOf(context, part)
    const folders = entriesOf(whole).filter(({ key }) => key === 'context')
    for (const { value } of folders.length > 0 ? folders : [{ value: scalar('.', part.line) }]) {
      const folder = value.kind === 'scalar' ? value.text : '.'
      if (isRemote(folder)) continue
      // Compose takes it from the context, and some versions from the project.
      const from = context.from.flatMap((base) => [leadOf(folder, base, context.roots).path, base])
      checkFile({ ...context, from }, path, { what: 'Dockerfile', line: part.line })
    }
  },
  network: (context, part) => {
    const text = textOf(context, part)
    if (!['', 'none', 'default', 'bridge'].includes(text)) right(context, part, `the network ${text}`)
  },
  ssh: (context, part) => right(context, part, 'the keys of your SSH agent'),
  secrets: (context, part) => right(context, part, 'secrets'),
  privileged: (context, part) => {
    if (isOn(context, part)) right(context, part, 'all rights of this machine')
  },
  entitlements: (context, part) => {
    for (const item of eachOf(part)) right(context, item, `the right ${textOf(context, item)}`)
  },
  extra_hosts: (context, part) => {
    if (JSON.stringify(part).includes('host-gateway')) right(context, part, 'an address of this machine')
  },
  cache_from: (context, part) => checkCache(context, part),
  cache_to: (context, part) => checkCache(context, part),
  labels: (context, part) => checkLabels(context, part),
  tags: (context, part) => {
    for (const item of eachOf(part))
      report(context, 'image-tag', {
        value: textOf(context, item),
        sentence: `The build gives its image the name ${textOf(context, item)}, and takes it from the one that has it.`,
        line: item.line,
      })
  },
}

const scalar = (text: string, line: number): Part => ({ kind: 'scalar', text, line })

const checkCache = (context: Context, part: Part): void => {
  for (const item of eachOf(part)) {
    const text = textOf(context, item)
    if (/^[\w./:-]+$/.test(text)) continue
    for (const path of text.matchAll(/(?:src|dest)=([^,]+)/g))
      checkFile(context, path[1] ?? '', { what: 'build cache', line: item.line })
    if (!/type=(local|registry|inline|gha)/.test(text)) right(context, item, `the cache ${text}`)
  }
}

/** The `build` of a service: a folder, or what it is made of. */
export const checkBuild = (context: Context, part: Part): void => {
  if (part.kind !== 'map') checkContext(context, part)
  for (const { key, value, line } of entriesOf(part)) {
    const check = Object.hasOwn(checks, key) ? checks[key] : undefined
    if (check !== undefined) check(context, value, part)
    else if (!harmless.has(key) && !key.startsWith('x-'))
      report(context, 'unknown-key', {
        value: `build ${key}`,
        sentence: `Casebench does not know what ${key} lets a build do.`,
        line,
      })
  }
}

/** The old form, where the file of a build stood beside it. */
export const checkDockerfile = (context: Context, part: Part): void =>
  checkFile(context, join('.', textOf(context, part)), { what: 'Dockerfile', line: part.line })
