import { PackageURL } from 'packageurl-js'
import { type Component, component } from '../../../shared/domain/entities.ts'
import { type ComponentKind, componentKinds } from '../../../shared/domain/vocabulary.ts'
import { UsageError } from '../usage-error.ts'

const prefixed = new RegExp(`^(${componentKinds.join('|')}):(.*)$`, 's')

const packageOf = (given: string): Component => {
  try {
    const { type, namespace, name, version, qualifiers, subpath } = PackageURL.fromString(given)
    const purl = new PackageURL(type, namespace, name, null, qualifiers, subpath).toString()
    return component.parse({ kind: 'package', name, version: version ?? '', purl })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UsageError(
      `"${given}" is not a package URL (${reason}), such as pkg:maven/org.apache.tomcat/tomcat@10.1.28.`,
    )
  }
}

/**
 * One part of a stack as typed: a package URL (https://github.com/package-url/purl-spec), or `name@version`
 * with `product:` or `in-house:` before it where it is no package.
 */
export const parseComponent = (given: string): Component => {
  if (given.startsWith('pkg:')) return packageOf(given)
  const [, kind = 'package', rest = given] = prefixed.exec(given) ?? []
  const at = rest.lastIndexOf('@')
  const [name, version] = at > 0 ? [rest.slice(0, at), rest.slice(at + 1)] : [rest, '']
  const parsed = component.safeParse({ kind: kind as ComponentKind, name, version })
  if (!parsed.success) throw new UsageError(`"${given}" is not a component, such as tomcat@10.1.28.`)
  return parsed.data
}
