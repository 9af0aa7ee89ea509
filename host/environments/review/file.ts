import { dirname, posix } from 'node:path'
import { isRemote } from './build.ts'
import { type Context, report, textOf } from './context.ts'
import { eachOf, entriesOf, type Part, under } from './document.ts'
import { checkResources } from './resources.ts'
import { checkService } from './service.ts'

/** Another file that a file is made of. */
export interface Reference {
  /** A path of the workspace; it may lead out of it. */
  path: string
  /** The folder that its relative paths are meant from. */
  project: string
  /** Files with variables for it. */
  envFiles: string[]
}

/** A service as a file tells of it; another file may tell more. */
export interface Outlined {
  name: string
  file: string
  line: number
  /** Those that start it; none where it always starts. */
  profiles: string[]
  /** Empty where nothing is said of it here. */
  image: string
  isBuilt: boolean
  /** The service that it is made from, if it is. */
  extended: string
}

export interface Outline {
  services: Outlined[]
  references: Reference[]
}

const joined = (folder: string, path: string): string =>
  path.startsWith('/') || path.startsWith('~') ? path : posix.normalize(posix.join(folder, path))

const paths = (context: Context, part: Part, key: string): string[] =>
  under(part, key)
    .flatMap(eachOf)
    .map((one) => textOf(context, one))
    .filter((path) => path !== '')

const checkInclude = (context: Context, part: Part, outline: Outline): void => {
  const folder = posix.dirname(context.file)
  for (const item of eachOf(part)) {
    const named = item.kind === 'map' ? paths(context, item, 'path') : [textOf(context, item)]
    const [first = ''] = named
    const [project] = paths(context, item, 'project_directory')
    for (const path of named) {
      if (isRemote(path))
        report(context, 'remote-include', {
          value: path,
          sentence: `It includes ${path}, which is fetched from elsewhere.`,
          line: item.line,
        })
      else
        outline.references.push({
          path: joined(folder, path),
          project: project === undefined ? posix.dirname(joined(folder, first)) : joined(folder, project),
          envFiles: paths(context, item, 'env_file').map((one) => joined(folder, one)),
        })
    }
  }
}

const addService = (
  context: Context,
  entry: { key: string; line: number; value: Part },
  outline: Outline,
): void => {
  const service = { ...context, service: entry.key }
  checkService(service, entry.value)
  const quietly = { ...service, found: [] }
  const said = (part: Part, key: string) => paths(quietly, part, key).at(-1) ?? ''
  const extensions = under(entry.value, 'extends')
  outline.services.push({
    name: entry.key,
    file: context.file,
    line: entry.line,
    profiles: paths(quietly, entry.value, 'profiles'),
    image: said(entry.value, 'image'),
    isBuilt: under(entry.value, 'build').length > 0,
    extended: extensions.map((one) => textOf(quietly, one) || said(one, 'service')).at(-1) ?? '',
  })
  for (const extension of extensions)
    for (const path of paths(quietly, extension, 'file'))
      if (!isRemote(path))
        outline.references.push({ path: joined(dirname(context.file), path), project: '', envFiles: [] })
}

type CheckKey = (context: Context, part: Part, outline: Outline) => void

const keys: Record<string, CheckKey> = {
  services: (context, part, outline) => {
    for (const entry of entriesOf(part)) addService(context, entry, outline)
  },
  include: checkInclude,
  volumes: (context, part) => checkResources(context, 'volume', part),
  networks: (context, part) => checkResources(context, 'network', part),
  secrets: (context, part) => checkResources(context, 'secret', part),
  configs: (context, part) => checkResources(context, 'config', part),
  version: () => undefined,
  name: () => undefined,
}

/** One document of a Compose file, and what else it names. */
export const checkFileDocument = (context: Context, part: Part, outline: Outline): void => {
  const isOld = under(part, 'services').length === 0
  for (const { key, value, line } of entriesOf(part)) {
    const check = Object.hasOwn(keys, key) ? keys[key] : undefined
    if (check !== undefined) check(context, value, outline)
    else if (key.startsWith('x-')) continue
    // Before there was `services`, a service stood here.
    else if (value.kind === 'map' && isOld) addService(context, { key, line, value }, outline)
    else
      report(context, 'unknown-key', {
        value: key,
        sentence: `Casebench does not know what ${key} does.`,
        line,
      })
  }
}
