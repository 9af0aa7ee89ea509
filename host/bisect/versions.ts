import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { BenchError } from '../../shared/contract/error.ts'
import type { BisectionPlan } from '../../shared/domain/stack/bisection.ts'
import { serviceExtension } from '../../shared/domain/stack/service-extension.ts'
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

const composeFile = z.object({
  services: z.record(
    z.string(),
    z.object({ image: z.string().optional(), 'x-casebench': z.unknown() }).partial().nullable(),
  ),
})

/** A service as the Compose file of a workspace has it; null where there is no file. */
const serviceOf = async (root: string, name: string) => {
  const text = await readFile(join(root, 'environment', 'compose.yaml'), 'utf8').catch(() => undefined)
  if (text === undefined) return null
  const read = composeFile.safeParse(parse(text, { maxAliasCount: 100 }))
  if (!read.success)
    throw new BenchError(
      'invalid',
      'The Compose file of the environment cannot be read. Look at it with "env up".',
    )
  const { services } = read.data
  const found = Object.hasOwn(services, name) ? services[name] : undefined
  if (!found)
    throw new BenchError(
      'invalid',
      `There is no service ${name} in the environment. It has ${Object.keys(services).join(', ')}.`,
    )
  const extension = serviceExtension.safeParse(found['x-casebench'] ?? {})
  return { image: found.image ?? '', extension: extension.success ? extension.data : {} }
}

/**
 * The versions from one end to the other, each with its image: as they were named, else those that the service's recipe
 * knows and those of its image that the engine has. Throws `invalid`.
 */
export const versionsToTry = async (
  { root, service, good, bad, versions, findFix }: VersionsAsked,
  localTags: LocalTags,
): Promise<Pick<VersionsPlan, 'versions' | 'links'>> => {
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
      `No versions of ${service} are known between ${good} and ${bad}. Name them with --versions, oldest first.`,
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
    `It cannot be told which image "${image}" is. Name images with their tags in --versions.`,
  )
}

/** The part of a list from one end to the other, whichever way the list runs; an end that is not in it is put there. */
const pathBetween = (named: readonly string[], begin: string, end: string): string[] => {
  if (begin === end)
    throw new BenchError('invalid', 'The good and the bad version are the same. Name two versions.')
  const list = [...new Set(named)]
  if (!list.includes(begin)) list.unshift(begin)
  if (!list.includes(end)) list.push(end)
  const [from, to] = [list.indexOf(begin), list.indexOf(end)]
  return from < to ? list.slice(from, to + 1) : list.slice(to, from + 1).toReversed()
}
