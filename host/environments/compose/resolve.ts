import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Document, isMap, parse, parseDocument } from 'yaml'
import { BenchError } from '../../../shared/contract/error.ts'
import {
  type ProcessService,
  type ServiceExtension,
  serviceExtension,
} from '../../../shared/domain/stack/service-extension.ts'
import type { ComposeCommand } from '../../engine/compose-command.ts'
import { runCommand } from '../../engine/run.ts'
import { withExtensions } from './extensions.ts'
import { composeFiles } from './files.ts'
import { type ResolvedFile, resolvedFile } from './model.ts'
import { isOn, profilesOf } from './profiles.ts'
import type { Remembered } from './remembered.ts'

/** A Compose file as its command understands it. */
export interface ResolvedEnvironment {
  readonly file: ResolvedFile
  /** What `x-casebench` says, by service. */
  readonly extensions: ReadonlyMap<string, ServiceExtension>
  /** Services that run as local processes. */
  readonly processes: ReadonlyMap<string, ProcessService>
}

export interface ResolveOptions {
  /** The folder of the environment; paths of the file are relative to it. */
  readonly folder: string
  /** Where what is made on the way lies. */
  readonly made: string
  readonly project: string
  /** Null where no Compose command is installed; then only local processes can be understood. */
  readonly compose: ComposeCommand | null
  readonly env: Readonly<Record<string, string>>
  readonly remembered: Remembered
  readonly signal?: AbortSignal
  /** Called with what `config` printed; a refusal it throws ends the act. */
  review?(normalised: string): Promise<void>
}

const bytesAtMost = 4_000_000
/** What a service without container is called so that Compose takes the file; never pulled, never run. */
const placeholder = 'casebench.invalid/local-process'

/**
 * What the Compose files of a folder say, interpolated and merged by the installed Compose command. Throws
 * `no-environment`, `invalid` with what Compose says of the file, `no-compose`.
 */
export const resolveEnvironment = async (options: ResolveOptions): Promise<ResolvedEnvironment> => {
  const paths = composeFiles(options.folder)
  if (paths.length === 0)
    throw new BenchError(
      'no-environment',
      `There is no Compose file in ${options.folder}. Propose an environment, or put a compose.yaml there.`,
    )
  const sources = await Promise.all(paths.map(source))
  const onlyProcesses = sources.every(({ containers }) => containers === 0)
  const file = onlyProcesses ? plainFile(sources) : await configured(options, sources)
  return understood(enabled(file, await profilesOf(options.folder)))
}

interface Source {
  path: string
  document: Document.Parsed
  containers: number
  processes: number
}

const source = async (path: string): Promise<Source> => {
  if ((await stat(path)).size > bytesAtMost)
    throw new BenchError('invalid', `${path} is larger than 4 MB, which no Compose file is. It was not read.`)
  const document = parseDocument(await readFile(path, 'utf8'), { merge: true })
  const [error] = document.errors
  if (error) throw new BenchError('invalid', `${path} is not YAML: ${error.message}`, { path })
  const services = document.get('services')
  const each = isMap(services) ? services.items.map(({ key, value }) => ({ key: String(key), value })) : []
  const processes = each.filter(({ value }) => isMap(value) && value.hasIn(['x-casebench', 'process']))
  for (const { key } of processes) document.setIn(['services', key, 'image'], placeholder)
  const includes = document.has('include') ? 1 : 0
  return {
    path,
    document,
    processes: processes.length,
    containers: each.length - processes.length + includes,
  }
}

/** Without any container nothing of Compose is needed. */
const plainFile = (sources: readonly Source[]): ResolvedFile => {
  const merged = sources.map(
    ({ document }) => parse(String(document), { merge: true }) as Record<string, unknown>,
  )
  const services = Object.assign({}, ...merged.map((one) => one.services ?? {}))
  return checked({ services }, sources[0]?.path ?? '')
}

const configured = async (options: ResolveOptions, sources: readonly Source[]): Promise<ResolvedFile> => {
  const { folder, project, compose, env, review } = options
  const main = sources[0]?.path ?? ''
  if (!compose)
    throw new BenchError(
      'no-compose',
      'No Compose command is installed, so the Compose file cannot be read. Install Docker Compose ("docker compose" or "docker-compose") or "podman-compose", then try again.',
    )
  const besides = [compose.name, compose.version, project, JSON.stringify(env)]
  const asked = { folder, paths: sources.map(({ path }) => path), besides }
  const stdout = await options.remembered.recall(asked, () => config(options, compose, sources))
  await review?.(stdout)
  return withExtensions(
    checked(parse(stdout, { merge: true }), main),
    sources.map(({ document }) => document),
  )
}

const config = async (
  { folder, made, project, env, signal }: ResolveOptions,
  compose: ComposeCommand,
  sources: readonly Source[],
): Promise<string> => {
  await mkdir(made, { recursive: true, mode: 0o700 })
  const files = await Promise.all(
    sources.map(async ({ path, document, processes }, at) => {
      if (processes === 0) return path
      const copy = join(made, `source-${at}.yaml`)
      await writeFile(copy, String(document), { mode: 0o600 })
      return copy
    }),
  )
  const args = [
    ...compose.args,
    ...['--project-name', project, '--project-directory', folder],
    ...files.flatMap((path) => ['--file', path]),
    'config',
  ]
  const run = { file: compose.file, args, folder, env }
  const { exitCode, stdout, stderr } = await runCommand(signal ? { ...run, signal } : run)
  if (exitCode === 0) return stdout
  throw new BenchError(
    'invalid',
    `Compose refuses ${sources[0]?.path}; nothing was started. It says: ${lastWords(stderr)}`,
    { said: stderr },
  )
}

const lastWords = (stderr: string): string => stderr.trim().slice(-2000) || 'nothing'

const checked = (value: unknown, path: string): ResolvedFile => {
  const parsed = resolvedFile.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new BenchError(
    'invalid',
    `${path} cannot be used: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}. Correct it and try again.`,
  )
}

/** Compose 1 prints services of every profile; only those that are turned on are run. */
const enabled = (file: ResolvedFile, profiles: ReadonlySet<string>): ResolvedFile => ({
  ...file,
  services: Object.fromEntries(
    Object.entries(file.services).filter(([, { profiles: of = [] }]) => isOn(of, profiles)),
  ),
})

const understood = (file: ResolvedFile): ResolvedEnvironment => {
  const extensions = new Map<string, ServiceExtension>()
  const processes = new Map<string, ProcessService>()
  for (const [name, service] of Object.entries(file.services)) {
    if (service['x-casebench'] === undefined) continue
    const parsed = serviceExtension.safeParse(unescaped(service['x-casebench']))
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      throw new BenchError(
        'invalid',
        `x-casebench of the service ${name} cannot be used: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}. Correct it and try again.`,
      )
    }
    extensions.set(name, parsed.data)
    if (parsed.data.process) processes.set(name, parsed.data.process)
  }
  return { file, extensions, processes }
}

/** `config` writes each dollar that is left twice. */
const unescaped = (value: unknown): unknown => {
  if (typeof value === 'string') return value.replaceAll('$$', '$')
  if (Array.isArray(value)) return value.map(unescaped)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unescaped(inner)]))
}
