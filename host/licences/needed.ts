import { BenchError } from '../../shared/contract/error.ts'
import type { Licence, LicenceNeeded } from '../../shared/contract/licences.ts'
import type { Recipe } from '../../shared/domain/stack/recipe.ts'
import { bodyOf } from '../recipes/choose.ts'
import { readName } from '../vault/names.ts'

/** An image's name without tag and digest, as Docker shows it. */
export const repositoryOf = (image: string): string => readName(image)?.repository ?? image

/** What each image of the recipes must be accepted for, and where one logs in for it. */
export const licensedImages = (recipes: readonly Recipe[]) =>
  recipes.flatMap((recipe) =>
    recipe.images.flatMap((image) => {
      const { licence, login } = bodyOf(recipe, image)
      return [{ image: repositoryOf(image.image), licence: licence ?? null, login: login ?? null }]
    }),
  )

/** What is still to be accepted before these images may be used. */
export const licencesNeeded = (
  images: readonly string[],
  recipes: readonly Recipe[],
  accepted: readonly Licence[],
): LicenceNeeded[] => {
  const licensed = licensedImages(recipes)
  const wanted = [...new Set(images.map(repositoryOf))]
  return wanted.flatMap((image) => {
    const licence = licensed.find((one) => one.image === image)?.licence
    const held = accepted.some((one) => one.holds && one.image === image)
    return licence && !held ? [{ image, name: licence.name, url: licence.url }] : []
  })
}

/** The error of images whose licence nobody here has accepted; nothing was pulled or started. */
export const needsLicence = (needed: readonly LicenceNeeded[]): BenchError<'licence-needed'> => {
  const [first] = needed
  const others = needed.length > 1 ? ` So do ${needed.length - 1} more images.` : ''
  return new BenchError(
    'licence-needed',
    `${first?.image} needs "${first?.name}" to be accepted.${others} Nothing was started. Read it at ${first?.url}, accept it, then try again.`,
    { needed },
  )
}
