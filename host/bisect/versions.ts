import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { BenchError } from '../../shared/contract/error.ts'
import type { BisectionPlan } from '../../shared/domain/stack/bisection.ts'
import { serviceExtension } from '../../shared/domain/stack/service-extension.ts'
import { composeFiles } from '../environments/compose/files.ts'
import { chooseImage, knownVersions } from '../recipes/choose.ts'
import { loadRecipes } from '../recipes/load.ts'
import { compareVersions, numbersOf } from '../recipes/version.ts'

type VersionsPlan = Extract<BisectionPlan, { mode: 'versions' }>

export interface VersionsAsked {
  /** The workspace. */
  root: string
  service: string
  good: string
  bad: string
  /** In order; empty to take those that are known between the ends. */
  versions: readonly string[]
  findFix: boolean
}

/** Tags of the images of a repository that the engine has; none where there is no engine. */
export type LocalTags = (repository: string) => Promise<readonly string[]>

const service = z.object({ image: z.string().optional(), 'x-casebench': z.unknown().optional() })
type Service = z.output<typeof service>
const composeFile = z.object({ services: z.record(z.string(), service.nullable()).default({}) })

/** A service as the Compose files of a workspace have it, the later one winning; null where there is no file. */
const serviceOf = async (root: string, name: string) => {
  const paths = composeFiles(join(root, 'environment'))
  if (paths.length === 0) return null
  const read = await Promise.all(paths.map(async (path) => servicesIn(await readFile(path, 'utf8'))))
  const names = [...new Set(read.flatMap((one) => Object.keys(one)))]
  if (!names.includes(name))
    throw new BenchError(
      'invalid',
      `There is no service ${name} in the environment. It has ${names.join(', ')}.`,
    )
  const found = Object.assign(
    {},
    ...read.map((one) => (Object.hasOwn(one, name) ? one[name] : {})),
  ) as Service
  const extension = serviceExtension.safeParse(found['x-casebench'] ?? {})
  return { image: found.image ?? '', extension: extension.success ? extension.data : {} }
}

const servicesIn = (text: string): Record<string, Service | null> => {
  try {
    return composeFile.parse(parse(text, { maxAliasCount: 100, merge: true })).services
  } catch {
    throw new BenchError(
      'invalid',
      'The Compose file of the environment cannot be read. Look at it in the editor, which shows where.',
    )
  }
}

/**
 * The versions from one end to the other, each with its image: as they were named, else those that the service's recipe
 * knows and those of its image that the engine has. Throws `invalid`.
 */
export const versionsToTry = async (
  { root, service, good, bad, versions, findFix }: VersionsAsked,
  localTags: LocalTags,
): Promise<Pick<VersionsPlan, 'versions' | 'links'>> => {
  if (good === bad)
    throw new BenchError('invalid', 'The good and the bad version are the same. Name two versions.')
  const found = await serviceOf(root, service)
  const recipe = found?.extension.recipe
    ? (await loadRecipes()).find(({ id }) => id === found.extension.recipe)
    : undefined
  const repository = found === null || found.extension.process ? '' : repositoryOf(found.image)
  const named = versions.length > 0 ? [...versions] : await knownBetween()
  const [begin, end] = findFix ? [bad, good] : [good, bad]
  const path = pathBetween(named, begin, end)
  return {
    versions: path.map((version) => ({ version, image: imageOf(version) })),
    links: recipe?.links ?? [],
  }

  async function knownBetween(): Promise<string[]> {
    const local = repository === '' ? [] : await localTags(repository)
    const known = recipe ? knownVersions(recipe).map(({ known }) => known.version) : []
    const all = [...new Set([...known, ...local])].filter((one) => numbersOf(one).length > 0)
    const ordered = [...new Set([...all, good, bad])].toSorted((one, other) =>
      compareVersions(numbersOf(one), numbersOf(other)),
    )
    if (all.length > 0) return ordered
    throw new BenchError(
      'invalid',
      `No versions of ${service} are known between ${good} and ${bad}. Name them, the oldest first.`,
      { option: 'versions' },
    )
  }

  function imageOf(version: string): string {
    if (found === null || found.extension.process) return ''
    if (/[/:@]/.test(version)) return version
    const choice = recipe && chooseImage(recipe, version)
    const isRecipes = choice?.version === version && choice.image.image === repository
    return isRecipes && choice ? choice.reference : `${repository}:${version}`
  }
}

/** The name of an image without tag and digest; a registry may have a port. Throws `invalid` where it is put together of variables. */
const repositoryOf = (image: string): string => {
  const found = /^(?:[^/$]+\/)*[^:@/$]+/.exec(image)?.[0] ?? ''
  if (found !== '' && !/^\$/.test(image.slice(found.length))) return found
  throw new BenchError(
    'invalid',
    `It cannot be told which image "${image}" is. Give the versions as images with their tags.`,
    { option: 'versions' },
  )
}

/** The part of a list from one end to the other, whichever way the list runs; an end that is not in it is put there. */
const pathBetween = (named: readonly string[], begin: string, end: string): string[] => {
  const list = [...new Set(named)]
  if (!list.includes(begin)) list.unshift(begin)
  if (!list.includes(end)) list.push(end)
  const [from, to] = [list.indexOf(begin), list.indexOf(end)]
  return from < to ? list.slice(from, to + 1) : list.slice(to, from + 1).toReversed()
}
