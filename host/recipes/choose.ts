import type { Recipe, RecipeBody, RecipeImage } from '../../shared/domain/stack/recipe.ts'
import { compareVersions, isWithinLine, isWithinRange, nearestVersion, numbersOf } from './version.ts'

export interface ImageChoice {
  image: RecipeImage
  /** The version that runs, and its image with tag. */
  version: string
  reference: string
  /** Why this one. */
  reason: string
  /** What to know where it is not what was asked for; empty otherwise. */
  note: string
}

type KnownVersion = RecipeImage['versions'][number]

/** The tag of a version by the image's pattern. */
const tagOf = (image: RecipeImage, known: KnownVersion): string => {
  if (known.tag !== '') return known.tag
  const [major = 0, minor = 0] = numbersOf(known.version)
  const values: Record<string, string> = {
    version: known.version,
    major: String(major),
    minor: `${major}.${minor}`,
  }
  return image.tag.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}

/** An image with the tag of a version. */
export const referenceOf = (image: RecipeImage, known: KnownVersion): string =>
  `${image.image}:${tagOf(image, known)}`

/** A version as the recipe writes it, where people also write it otherwise. */
const asRecipeWrites = (recipe: Recipe, version: string): string => {
  const plain = version.trim()
  for (const { pattern, version: to } of recipe.spellings) {
    const expression = new RegExp(pattern, 'i')
    if (expression.test(plain)) return plain.replace(expression, to)
  }
  return plain
}

const javaTag = (image: RecipeImage, version: string, java: number | undefined): string | undefined => {
  if (java === undefined || image.java === null) return
  const numbers = numbersOf(version)
  const release = image.java.releases.find((one) => one.java === java && isWithinRange(numbers, one))
  return release && image.java.tag.replaceAll('{version}', version).replaceAll('{java}', String(java))
}

const choice = (
  recipe: Recipe,
  found: { image: RecipeImage; known: KnownVersion; java: number | undefined },
  words: { reason: string; note: string },
): ImageChoice => {
  const { image, known, java } = found
  const onJava = javaTag(image, known.version, java)
  const notes = [words.note]
  if (java !== undefined && recipe.java && onJava === undefined)
    notes.push(
      `There is no image of ${recipe.title} ${known.version} on Java ${java}; it runs on the Java of its image.`,
    )
  return {
    image,
    version: known.version,
    reference: onJava === undefined ? referenceOf(image, known) : `${image.image}:${onJava}`,
    reason: onJava === undefined ? words.reason : `${words.reason}, on Java ${java}`,
    note: notes.filter((note) => note !== '').join(' '),
  }
}

/** All versions that a recipe has an image for, oldest first; for a bisection too. */
export const knownVersions = (
  recipe: Recipe,
): { image: RecipeImage; known: KnownVersion; numbers: number[] }[] =>
  recipe.images
    .filter((image) => !image.alternative)
    .flatMap((image) => image.versions.map((known) => ({ image, known, numbers: numbersOf(known.version) })))
    .toSorted((one, other) => compareVersions(one.numbers, other.numbers))

/**
 * The image for a version as a person wrote it, empty for any. A version that is not known is answered by the nearest that
 * is, and the note says so. `java` is the Java release to run on, where the product has images for several.
 */
export const chooseImage = (recipe: Recipe, wanted: string, java?: number): ImageChoice => {
  const all = knownVersions(recipe)
  const written = asRecipeWrites(recipe, wanted === '' ? recipe.newest : wanted)
  const numbers = numbersOf(written)
  const same = all.find(({ known }) => known.version === written)
  if (same !== undefined) {
    const reason =
      wanted === '' ? `${recipe.newest}, the newest that the recipe knows` : 'exactly this version'
    return choice(recipe, { ...same, java }, { reason, note: '' })
  }
  const inLine = all.filter((one) => isWithinLine(numbers, one.numbers)).at(-1)
  if (inLine !== undefined) {
    const equal = compareVersions(inLine.numbers, numbers) === 0
    const reason = equal ? 'exactly this version' : `the newest known of the line ${wanted}`
    return choice(recipe, { ...inLine, java }, { reason, note: '' })
  }
  if (numbers.length === 0) {
    const newest = chooseImage(recipe, '', java)
    return { ...newest, reason: `"${wanted}" names no version; ${newest.reason}` }
  }
  const nearest = nearestVersion(numbers, all, (one) => one.numbers)
  if (nearest === undefined) throw new Error(`The recipe ${recipe.id} has no versions.`)
  const { title } = recipe
  return choice(
    recipe,
    { ...nearest, java },
    {
      reason: `the nearest known to ${wanted}`,
      note: `No image of ${title} ${wanted} is known; ${nearest.known.version} is the nearest. Write another tag if you have one.`,
    },
  )
}

/** A broker's address, `tcp://…`, has no place for who signs in. */
const signIn = { '{to.variable}_USER': '{to.user}', '{to.variable}_PASSWORD': '{to.password}' }

/** What a service of an image is made of. What it only knows the address of has become a use. */
export const bodyOf = (recipe: Recipe, image: RecipeImage): RecipeBody => {
  const { environment = {}, values = {}, ...others } = image.differs
  const whole: RecipeBody = Object.assign({}, recipe, others, {
    values: { ...recipe.values, ...values },
    environment: {},
  })
  for (const [name, value] of Object.entries({ ...recipe.environment, ...environment }))
    if (value !== null) whole.environment[name] = value
  const known = whole.knows.map((name) => ({
    interface: name,
    environment: { '{to.variable}_URL': '{to.url}', ...(name === 'openwire' ? signIn : {}) },
    fragments: {},
    driver: null,
    slot: null,
    required: false,
    note:
      name === 'openwire'
        ? 'It gets address, user and password by variables that begin with {to.variable}_.'
        : 'It gets the address as the variable {to.variable}_URL.',
  }))
  return { ...whole, uses: [...whole.uses, ...known] }
}

/** How a service of a recipe at a version is asked for its version; null where nobody knows. */
export const reportsOf = (
  recipes: readonly Recipe[],
  { recipe: id, version = '' }: { recipe?: string | undefined; version?: string | undefined },
): RecipeBody['reports'] => {
  const recipe = recipes.find((one) => one.id === id)
  return recipe === undefined ? null : bodyOf(recipe, chooseImage(recipe, version).image).reports
}
