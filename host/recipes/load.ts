import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { type Recipe, recipe } from '../../shared/domain/stack/recipe.ts'

// A literal URL, because the bundler copies exactly what such a URL names.
const folder = fileURLToPath(new URL('./data/', import.meta.url))

/** All recipes, in the order of their names. Throws where one is damaged, which only a broken installation has. */
export const loadRecipes = async (): Promise<readonly Recipe[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).toSorted()
  return Promise.all(
    names.map(async (name) => {
      const read = recipe.safeParse(parse(await readFile(join(folder, name), 'utf8')))
      if (!read.success) throw new Error(`The recipe ${name} is damaged: ${read.error.message}`)
      return read.data
    }),
  )
}

/** As `loadRecipes`, read at the first call and kept. */
export const openRecipes = (): (() => Promise<readonly Recipe[]>) => {
  let loaded: Promise<readonly Recipe[]> | undefined
  return () => {
    loaded ??= loadRecipes()
    return loaded
  }
}
