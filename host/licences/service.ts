import type { Handlers } from '../../shared/contract/define.ts'
import { BenchError } from '../../shared/contract/error.ts'
import type { licences } from '../../shared/contract/licences.ts'
import type { Recipe } from '../../shared/domain/stack/recipe.ts'
import type { Database } from '../database/threads.ts'
import { needName } from '../vault/names.ts'
import { logIn, logOut } from './login.ts'
import { licencesNeeded, licensedImages, needsLicence, repositoryOf } from './needed.ts'
import { type Refusal, registryRefusal } from './registry-refusal.ts'
import { acceptLicence, listLicences, withdrawLicence } from './rows.ts'

export interface LicenceOptions {
  database: Pick<Database, 'read' | 'write'>
  env: NodeJS.ProcessEnv
  newId(): string
  now(): number
  recipes(): Promise<readonly Recipe[]>
  /** The images of a case's environment, by its id or reference. */
  imagesOf(caseKey: string): Promise<string[]>
}

export interface Licences {
  readonly handlers: Handlers<typeof licences>
  /** Throws `licence-needed` where an image may not be pulled or started yet. */
  require(images: readonly string[]): Promise<void>
  /** The licences that these images are known to be under. */
  known(images: readonly string[]): Promise<{ image: string; name: string; url: string }[]>
  /** What a registry meant when it did not give an image, out of what the engine said. */
  refusal(image: string, said: string): Promise<Refusal>
}

export const openLicences = (options: LicenceOptions): Licences => {
  const { database, env, newId, now, recipes, imagesOf } = options
  const all = () => database.read(listLicences, { now: now() })
  const needed = async (images: readonly string[]) => licencesNeeded(images, await recipes(), await all())
  return {
    async require(images) {
      const missing = await needed(images)
      if (missing.length > 0) throw needsLicence(missing)
    },
    async known(images) {
      const wanted = new Set(images.map(repositoryOf))
      const found = licensedImages(await recipes()).flatMap(({ image, licence }) =>
        licence && wanted.has(image) ? [{ image, name: licence.name, url: licence.url }] : [],
      )
      // A recipe names an image for each range of versions.
      return [...new Map(found.map((one) => [`${one.image} ${one.name}`, one])).values()]
    },
    async refusal(image, said) {
      const terms = licensedImages(await recipes()).find((one) => one.image === repositoryOf(image))
      return registryRefusal(image, said, terms)
    },
    handlers: {
      list: async () => ({ licences: await all() }),
      needed: async ({ images, allOf }) => ({
        needed: await needed([...images, ...(allOf === undefined ? [] : await imagesOf(allOf))]),
      }),
      async accept({ image, name, url, until }) {
        needName(image)
        const repository = repositoryOf(image)
        const known = licensedImages(await recipes()).find((one) => one.image === repository)?.licence
        const what = { name: name ?? known?.name, url: url ?? known?.url }
        if (what.name === undefined || what.url === undefined)
          throw new BenchError(
            'invalid',
            `No recipe says under which licence ${repository} is. Nothing was noted. Name the licence and where it can be read.`,
          )
        if (until !== null && until <= now())
          throw new BenchError('invalid', 'This licence would be over already. Nothing was noted.')
        const id = newId()
        await database.write(acceptLicence, { id, image: repository, name: what.name, url: what.url, until })
        const licence = (await all()).find((one) => one.id === id)
        if (!licence) throw new BenchError('not-found', 'This licence is not on record. Accept it again.')
        return { licence }
      },
      withdraw: (input) => database.write(withdrawLicence, input),
      login: async (input, { signal }) => ({ notes: await logIn(input, { env, signal }) }),
      async logout({ registry }, { signal }) {
        await logOut(registry, { env, signal })
        return {}
      },
    },
  }
}
