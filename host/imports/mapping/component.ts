import { PackageURL } from 'packageurl-js'
import type { Component } from '../../../shared/domain/entities.ts'
import { limits } from '../../../shared/domain/entities.ts'
import { oneLine, shorten, textOf } from './text.ts'

/** A product of which only name and version are known; null without a name. */
export const productOf = (name: unknown, version: unknown = ''): Component | null => {
  const called = oneLine(textOf(name))
  if (called === '') return null
  return {
    kind: 'product',
    name: shorten(called, limits.name),
    version: shorten(oneLine(textOf(version)), limits.name),
    purl: '',
  }
}

/** The package that a GitHub repository is, with its package URL; null for a name that cannot be one. */
export const repositoryOf = (owner: string, name: string): Component | null => {
  try {
    const purl = new PackageURL('github', owner, name, undefined, undefined, undefined).toString()
    return { kind: 'package', name: shorten(name, limits.name), version: '', purl: purl.slice(0, 1000) }
  } catch {
    // The record keeps its repository in its system and address.
    return null
  }
}

/** A package named by its own URL, as some trackers keep it; null for what is none. */
export const packageOf = (purl: string): Component | null => {
  try {
    const { type, namespace, name, version } = PackageURL.fromString(purl)
    const bare = new PackageURL(type, namespace, name, undefined, undefined, undefined).toString()
    if (!name || bare.length > 1000) return null
    return {
      kind: 'package',
      name: shorten(name, limits.name),
      version: shorten(version ?? '', limits.name),
      purl: bare,
    }
  } catch {
    // Not a package URL: the caller takes it as a plain name.
    return null
  }
}
