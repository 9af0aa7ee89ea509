import { PackageURL } from 'packageurl-js'
import { type Component, component } from '../../../shared/domain/entities.ts'
import { componentKinds } from '../../../shared/domain/vocabulary.ts'

export type ParsedComponent = { component: Component } | { fault: string }

/** A package URL, https://github.com/package-url/purl-spec, as a component: its version apart. */
const fromPurl = (given: string): ParsedComponent => {
  try {
    const { type, namespace, name, version, qualifiers, subpath } = PackageURL.fromString(given)
    const purl = new PackageURL(type, namespace, name, null, qualifiers, subpath).toString()
    return { component: component.parse({ kind: 'package', name, version: version ?? '', purl }) }
  } catch {
    // The library's reasons speak of its own terms.
    return { fault: 'This is no package URL, such as pkg:maven/org.apache.tomcat/tomcat@10.1.28.' }
  }
}

/**
 * One part of a stack as a person types or pastes it: a package URL, or `name@version` with `product:` or `in-house:`
 * before it where it is no package.
 */
export const parseComponent = (given: string): ParsedComponent => {
  const text = given.trim()
  if (text.startsWith('pkg:')) return fromPurl(text)
  const kind = componentKinds.find((one) => text.startsWith(`${one}:`))
  const rest = kind ? text.slice(kind.length + 1) : text
  const at = rest.lastIndexOf('@')
  const [name, version] = at > 0 ? [rest.slice(0, at), rest.slice(at + 1)] : [rest, '']
  const parsed = component.safeParse({ kind: kind ?? 'package', name, version })
  return parsed.success
    ? { component: parsed.data }
    : { fault: 'Give a name, such as tomcat@10.1.28, product:Oracle Database@19c or a package URL.' }
}

/** The package URL with its version, as tools take it. */
export const wholePurl = ({ purl, version }: Component): string => {
  if (!purl || !version) return purl
  const [path = '', tail = ''] = purl.split(/(?=[?#])(.*)/s)
  return `${path}@${encodeURIComponent(version)}${tail}`
}
