import { type Dirent, existsSync, promises } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'
import { realRoot } from '../../workspace/place.ts'
import { composeFiles } from '../compose/files.ts'
import { reviewEnvironment } from '../review/review.ts'

/** Compose files of a folder that belong together. */
export interface ComposeProject {
  /** The folder as a path of the workspace; empty for the workspace itself. */
  folder: string
  /** What Compose reads there by itself: the file and its override. */
  files: string[]
  /** What Compose reads there when it is named: `docker-compose.prod.yml`. */
  others: string[]
  /** Files that those include or extend. */
  parts: string[]
  /** Whether variables are set in a `.env`. */
  env: boolean
  services: string[]
  /** Names by which services are switched on, as `--profile` and `COMPOSE_PROFILES` take them. */
  profiles: string[]
}

const bounds = { depth: 8, folders: 5000, projects: 200 } as const
const passedOver = new Set(['.git', 'node_modules', 'target', '.venv', '__pycache__'])
const isOther = (name: string): boolean => /^(docker-)?compose[.-][\w.-]*\.ya?ml$/.test(name)

const listed = (folder: string): Promise<Dirent[]> =>
  // What may not be looked into has nothing to offer.
  promises.readdir(folder, { withFileTypes: true }).catch(() => [])

const projectOf = async (
  root: string,
  folder: string,
  entries: readonly Dirent[],
): Promise<ComposeProject | undefined> => {
  const inside = (path: string): string => relative(root, path).split(sep).join('/')
  const files = composeFiles(folder).map(inside)
  if (files.length === 0) return
  const review = await reviewEnvironment({ root, files })
  const others = entries
    .filter((entry) => entry.isFile() && isOther(entry.name))
    .map(({ name }) => inside(join(folder, name)))
    .filter((path) => !files.includes(path))
  return {
    folder: inside(folder),
    files,
    others: others.toSorted(),
    parts: review.files.filter((path) => !files.includes(path) && posix.basename(path) !== '.env'),
    env: existsSync(join(folder, '.env')),
    services: [...new Set(review.services.map(({ name }) => name))],
    profiles: [...new Set(review.services.flatMap(({ profiles }) => profiles))].toSorted(),
  }
}

/** The Compose projects of a workspace, those nearest to its root first. Links are not followed. */
export const findProjects = async (workspace: string): Promise<ComposeProject[]> => {
  const root = await realRoot(workspace)
  const found: ComposeProject[] = []
  let level = [root]
  let looked = 0
  for (let depth = 0; depth <= bounds.depth && level.length > 0; depth++) {
    const next: string[] = []
    for (const folder of level) {
      if (++looked > bounds.folders || found.length >= bounds.projects) return found
      const entries = (await listed(folder)).toSorted((one, other) => (one.name < other.name ? -1 : 1))
      const project = await projectOf(root, folder, entries)
      if (project !== undefined) found.push(project)
      next.push(
        ...entries
          .filter((entry) => entry.isDirectory() && !passedOver.has(entry.name))
          .map(({ name }) => join(folder, name)),
      )
    }
    level = next
  }
  // What is only a part of another is no project of its own.
  return found.filter(({ files }) => !found.some(({ parts }) => files.some((path) => parts.includes(path))))
}
