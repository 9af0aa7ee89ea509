import type { Component } from '../../shared/domain/entities.ts'
import type { Recipe } from '../../shared/domain/stack/recipe.ts'

export interface Recognised {
  recipe: Recipe
  /** The version as the component has it, in its field or in its name; empty where it has none. */
  version: string
  /** By what it was recognised. */
  by: string
}

/** Words that say nothing of which product it is. */
const fillers = new Set(
  `server servers database db rdbms enterprise standard community edition express ee se se1 se2 xe broker brokers cluster node
  instance service web http application app container docker image the on prem open source oss lts release version
  classic free jdk jre se runtime`.split(/\s+/),
)

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .replaceAll(/[®™©]/g, '')
    .split(/[^a-z0-9.+#]+/)
    .filter((word) => word !== '' && word !== '.')

const isVersion = (word: string): boolean => /^v?\d/.test(word)

/** `tomcat10` and `openjdk-17-jdk` name their version inside; nothing else is cut so. */
const cut = (word: string): string[] => {
  const parts = /^([a-z]{4,})(\d[\d.]*)$/.exec(word)
  return parts === null ? [word] : parts.slice(1)
}

/** How many words of a name a recipe's name takes, 0 where it is not this product. */
const takes = (words: readonly string[], alias: readonly string[]): number => {
  if (alias.length > words.length) return 0
  if (!alias.every((word, at) => word === words[at])) return 0
  return words.slice(alias.length).every((word) => fillers.has(word) || isVersion(word)) ? alias.length : 0
}

const versionIn = (name: string): string => {
  const inBrackets = /\((?:[^()\d]*\s)?(v?\d[\w.+-]*)\)/.exec(name)?.[1]
  if (inBrackets !== undefined) return inBrackets
  return wordsOf(name).flatMap(cut).find(isVersion) ?? ''
}

const withoutVersion = (purl: string): string => purl.replace(/[@?#].*$/, '').toLowerCase()

const byPurl = (purl: string, recipes: readonly Recipe[]): Recipe | undefined => {
  if (purl === '') return
  const bare = withoutVersion(purl)
  return recipes.find((one) => one.match.purls.some((known) => known.toLowerCase() === bare))
}

const byName = (name: string, recipes: readonly Recipe[]): Recipe | undefined => {
  const named = wordsOf(name.replaceAll(/\([^()]*\)/g, ' '))
  let best: { recipe: Recipe; length: number } | undefined
  for (const words of [named, named.flatMap(cut)])
    for (const recipe of recipes)
      for (const alias of recipe.match.names) {
        const length = takes(words, wordsOf(alias))
        if (length > (best?.length ?? 0)) best = { recipe, length }
      }
  return best?.recipe
}

/**
 * Which product a component is, by its package URL or else by its name: `pkg:maven/org.apache.tomcat/tomcat`, "Oracle
 * WebLogic Server 14.1.1", "Oracle Database 19c". Undefined where no recipe is for it.
 */
export const recognise = (component: Component, recipes: readonly Recipe[]): Recognised | undefined => {
  const version = component.version.trim() || versionIn(component.name)
  const packaged = byPurl(component.purl, recipes)
  if (packaged !== undefined) return { recipe: packaged, version, by: withoutVersion(component.purl) }
  const named = byName(component.name, recipes)
  // A package with another URL is another thing with the same name: a driver, a client, a chart.
  if (named === undefined || (component.purl !== '' && !/^pkg:(generic|docker|oci)\//.test(component.purl)))
    return
  return { recipe: named, version, by: `the name "${component.name}"` }
}

/** The products that a text speaks of, for applications that name what they run on: "billing (JDK 17, on Tomcat)". */
export const mentioned = (text: string, recipes: readonly Recipe[]): Recognised[] => {
  const words = wordsOf(text).flatMap(cut)
  const found = new Map<string, Recognised & { length: number; at: number }>()
  for (const recipe of recipes)
    for (const alias of recipe.match.names.map(wordsOf))
      for (let at = 0; at + alias.length <= words.length; at++) {
        if (!alias.every((word, index) => word === words[at + index])) continue
        if (alias.length <= (found.get(recipe.id)?.length ?? 0)) continue
        const after = words[at + alias.length] ?? ''
        const version = isVersion(after) ? after : ''
        found.set(recipe.id, { recipe, version, by: `"${alias.join(' ')}"`, length: alias.length, at })
      }
  return [...found.values()].toSorted((one, other) => one.at - other.at)
}
