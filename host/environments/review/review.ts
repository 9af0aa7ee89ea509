import { dirname, join } from 'node:path'
import { openInside } from '../../workspace/place.ts'
import { type Bind, type Context, TooMany } from './context.ts'
import { type Danger, danger } from './danger.ts'
import { type Part, parseCompose, under } from './document.ts'
import { checkFileDocument, type Outline, type Outlined, type Reference } from './file.ts'
import { readEnvFile } from './interpolate.ts'
import { nestedMounts } from './nested.ts'
import { leadOf } from './paths.ts'

export interface Review {
  /** In the order of the files; each once. */
  dangers: Danger[]
  /** Every Compose and `.env` file that was read, as paths of the workspace. */
  files: string[]
  /** As each file tells of them, in the order of the files; where two tell of one, the later one counts. */
  services: Outlined[]
  /** Those of files that are only extended, which do not run by themselves. */
  templates: Outlined[]
}

export interface ReviewInput {
  /** The workspace folder, or a copy of it. */
  root: string
  /** The workspace that a copy leads back to by links. */
  original?: string
  /** The files given to Compose, in their order, as paths of the workspace. */
  files: readonly string[]
  /** Variables that whoever starts Compose gives it; those of `.env` beside the first file are read. */
  variables?: Readonly<Record<string, string>>
  /** What `docker-compose config` answers: it shows what files together mean, should the sources hide it. */
  normalised?: string
}

const bounds = { files: 200, bytes: 1_048_576 } as const

/** What is read is bounded, and never outside of the workspace. Undefined where there is nothing to read. */
const readInside = async (
  roots: readonly string[],
  path: string,
): Promise<{ text: string } | { problem: string } | undefined> => {
  try {
    const { path: real, shown, inside } = leadOf(path, roots[0] ?? '', roots)
    if (!inside) return { problem: `${path} is outside of the workspace and was not read.` }
    const { file, stats } = await openInside(real.slice(0, real.length - shown.length), shown)
    try {
      if (stats.size > bounds.bytes) return { problem: `${path} is larger than 1 MB and was not read.` }
      return { text: await file.readFile('utf8') }
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'vanished') return
    return { problem: error instanceof Error ? error.message : `${path} cannot be read.` }
  }
}

/** Variables by which Compose and the engine's client are led elsewhere, as to another machine's engine. */
const leadsElsewhere = (name: string): boolean =>
  /^(DOCKER|CONTAINER|BUILDKIT|BUILDX|PODMAN)_/.test(name) ||
  (/^COMPOSE_/.test(name) && !['COMPOSE_PROFILES', 'COMPOSE_PROJECT_NAME'].includes(name))

/** Whether the documents were looked at to their end. */
const checkAll = (context: Context, documents: readonly Part[], outline: Outline): boolean => {
  try {
    for (const part of documents) checkFileDocument(context, part, outline)
    return true
  } catch (error) {
    if (error instanceof TooMany) return false
    throw error
  }
}

class Reviewer {
  readonly #input: ReviewInput
  readonly #root: string
  readonly #roots: readonly string[]
  readonly #dangers = new Map<string, Danger>()
  readonly #outline: Outline = { services: [], references: [] }
  readonly #read = new Set<string>()
  readonly #binds: Bind[] = []
  /** Files that are read as a whole, and not only for what extends a service of theirs. */
  readonly #whole = new Set<string>()

  constructor(input: ReviewInput) {
    this.#input = input
    const { root, original = root } = input
    this.#root = leadOf('.', root, []).path
    this.#roots = [this.#root, leadOf('.', original, []).path]
  }

  #add(found: readonly Danger[]): void {
    for (const one of found) if (!this.#dangers.has(one.id)) this.#dangers.set(one.id, one)
  }

  async #variablesOf(path: string): Promise<Record<string, string>> {
    const read = await readInside(this.#roots, path)
    if (read === undefined) return {}
    const variables: Record<string, string> = {}
    this.#read.add(path)
    if ('problem' in read) {
      this.#add([
        danger({ kind: 'unreadable', service: '', value: path, sentence: read.problem, file: path, line: 1 }),
      ])
      return {}
    }
    for (const { name, value, line } of readEnvFile(read.text)) {
      variables[name] = value
      if (leadsElsewhere(name)) {
        const sentence = `${name} tells Compose or the engine's client something that this file may not: ${value}.`
        this.#add([
          danger({
            kind: 'engine-variable',
            service: '',
            value: `${name}=${value}`,
            sentence,
            file: path,
            line,
          }),
        ])
      }
    }
    return variables
  }

  #check(text: string, context: Context, outline: Outline): void {
    const { documents, problems } = parseCompose(text)
    this.#add(
      problems.map(({ kind, sentence, line }) =>
        danger({
          kind,
          service: '',
          value: `${context.file}:${sentence}`,
          sentence,
          file: context.file,
          line,
        }),
      ),
    )
    const sentence = 'There are more than 1,000 dangers; the rest of the file was not looked at.'
    if (!checkAll(context, documents, outline))
      this.#add([
        danger({
          kind: 'unreadable',
          service: '',
          value: context.file,
          sentence,
          file: context.file,
          line: 1,
        }),
      ])
    this.#add(context.found)
  }

  #contextOf(file: string, project: string, variables: Context['variables'], name = ''): Context {
    const own = join(this.#root, dirname(file))
    const folder = leadOf(project, this.#root, this.#roots).path
    return {
      service: '',
      file,
      roots: this.#roots,
      from: own === folder ? [own] : [own, folder],
      variables: { PWD: folder, ...variables },
      project: name,
      found: [],
      binds: this.#binds,
    }
  }

  async #readOne(
    reference: Reference,
    variables: Readonly<Record<string, string>>,
    isExtended = false,
  ): Promise<void> {
    const { path, project } = reference
    const led = leadOf(path, this.#root, this.#roots)
    const shown = led.inside ? led.shown : path
    const key = `${shown}\0${project}`
    if (!isExtended) this.#whole.add(shown)
    if (this.#read.has(key)) return
    this.#read.add(key)
    const unreadable = (sentence: string) =>
      this.#add([danger({ kind: 'unreadable', service: '', value: shown, sentence, file: shown, line: 1 })])
    if (!led.inside) {
      const sentence = `It is made of ${path}, which is outside of the workspace and was not read.`
      this.#add([
        danger({ kind: 'outside-file', service: '', value: led.path, sentence, file: path, line: 1 }),
      ])
      return
    }
    if (this.#read.size > 2 * bounds.files)
      return unreadable('There are more files than 200; the rest was not read.')
    const read = await readInside(this.#roots, shown)
    if (read === undefined) return unreadable(`${shown} is not there.`)
    this.#read.add(shown)
    if ('problem' in read) return unreadable(read.problem)
    const outline: Outline = { services: this.#outline.services, references: [] }
    this.#check(read.text, this.#contextOf(shown, project, variables), outline)
    for (const next of outline.references) await this.#follow(next, project, variables)
  }

  async #follow(
    next: Reference,
    project: string,
    variables: Readonly<Record<string, string>>,
  ): Promise<void> {
    // What is extended is read as a part of the same project; what is included is a project of its own.
    if (next.project === '') return this.#readOne({ ...next, project }, variables, true)
    const beside = next.envFiles.length > 0 ? next.envFiles : [join(next.project, '.env')]
    const own: Record<string, string> = {}
    for (const path of beside) Object.assign(own, await this.#variablesOf(path))
    return this.#readOne(next, { ...own, ...variables })
  }

  async review(): Promise<Review> {
    const [main = ''] = this.#input.files
    const project = dirname(main)
    const variables = { ...(await this.#variablesOf(join(project, '.env'))), ...this.#input.variables }
    for (const path of this.#input.files) await this.#readOne({ path, project, envFiles: [] }, variables)
    if (this.#input.normalised !== undefined) this.#addNormalised(this.#input.normalised, main, project)
    this.#add(nestedMounts(this.#binds))
    return {
      dangers: [...this.#dangers.values()],
      files: [...this.#read].filter((path) => !path.includes('\0')),
      services: this.#outline.services.filter(({ file }) => this.#whole.has(file)),
      templates: this.#outline.services.filter(({ file }) => !this.#whole.has(file)),
    }
  }

  /** What only the files together mean; it is shown where the service stands in a source. */
  #addNormalised(text: string, main: string, project: string): void {
    const before = [...this.#dangers.values()]
    const { documents, problems } = parseCompose(text)
    const [name] = documents.flatMap((part) => under(part, 'name'))
    const context = this.#contextOf(main, project, {}, name?.kind === 'scalar' ? name.text : '')
    checkAll(context, documents, { services: [], references: [] })
    const told = new Set(before.map(({ service, kind }) => `${service}\0${kind}`))
    for (const one of context.found) {
      if (one.level === 'warning' && told.has(`${one.service}\0${one.kind}`)) continue
      const place = this.#outline.services.find(({ name }) => name === one.service)
      this.#add([{ ...one, file: place?.file ?? main, line: place?.line ?? 1 }])
    }
    for (const { kind, sentence } of problems)
      this.#add([danger({ kind, service: '', value: sentence, sentence, file: main, line: 1 })])
  }
}

/**
 * What an environment may do beyond its own containers. All files that Compose would read are read: overrides, includes,
 * what is extended, services of any profile. Nothing outside of the workspace is opened.
 */
export const reviewEnvironment = (input: ReviewInput): Promise<Review> => new Reviewer(input).review()

/** The dangers that keep an environment from starting: refused, and not allowed one by one. */
export const dangersInTheWay = (review: Review, allowed: ReadonlySet<string>): Danger[] =>
  review.dangers.filter(({ id, level }) => level === 'refused' && !allowed.has(id))
