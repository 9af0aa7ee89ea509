import { join, relative, sep } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'
import { composeFiles } from '../environments/compose/files.ts'
import { isOn, profilesOf } from '../environments/compose/profiles.ts'
import { environmentFolder } from '../environments/names.ts'
import type { Outlined } from '../environments/review/file.ts'
import { reviewEnvironment } from '../environments/review/review.ts'

/**
 * The images that the environment of a workspace starts with, out of all its Compose files, with the variables of its
 * `.env` put in. Those that are built here are none that could be kept. Throws `not-found`.
 */
export const stackImages = async (workspace: string): Promise<string[]> => {
  const folder = join(workspace, environmentFolder)
  const files = composeFiles(folder).map((path) => relative(workspace, path).split(sep).join('/'))
  if (files.length === 0)
    throw new BenchError('not-found', 'This case has no environment. Propose one, or name the images.')
  const { services, templates } = await reviewEnvironment({ root: workspace, files })
  const on = await profilesOf(folder)
  const merged = mergedServices(services)
  const running = [...merged.values()].filter(({ profiles }) => isOn(profiles, on))
  const known = new Map([...mergedServices(templates), ...merged])
  const built = new Set(services.flatMap(({ image, isBuilt }) => (isBuilt ? [image] : [])))
  const images = running.map((one) => imageOf(one, known))
  return [...new Set(images)].filter((image) => image !== '' && !built.has(image))
}

/** What several files tell of a service, in one. */
const mergedServices = (services: readonly Outlined[]): Map<string, Outlined> => {
  const merged = new Map<string, Outlined>()
  for (const one of services) {
    const before = merged.get(one.name)
    const profiles = [...(before?.profiles ?? []), ...one.profiles]
    const isBuilt = one.isBuilt || (before?.isBuilt ?? false)
    const [image, extended] = [one.image || (before?.image ?? ''), one.extended || (before?.extended ?? '')]
    merged.set(one.name, { ...one, profiles, isBuilt, image, extended })
  }
  return merged
}

/** Its own image, or that of what it is made from. */
const imageOf = (service: Outlined, known: ReadonlyMap<string, Outlined>, depth = 0): string => {
  if (service.isBuilt) return ''
  const from = known.get(service.extended)
  return service.image === '' && from && depth < 10 ? imageOf(from, known, depth + 1) : service.image
}
