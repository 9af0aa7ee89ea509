import type { Bind } from './context.ts'
import { type Danger, danger } from './danger.ts'

/** As a disk that knows no case and no composed letters would compare them. */
const plain = (path: string): string => path.normalize('NFC').toLowerCase()

const isBelow = (path: string, folder: string): boolean =>
  folder === '.' ? path !== '.' : plain(path).startsWith(`${plain(folder)}/`)

/**
 * Mounts that lie within a folder that a container may write. An engine follows links when a container starts, and so
 * would give it whatever folder of this machine another container, or the same one before, has put a link to.
 */
export const nestedMounts = (binds: readonly Bind[]): Danger[] => {
  const writers = new Map<string, Bind>()
  for (const bind of binds)
    if (!bind.readOnly && !writers.has(plain(bind.path))) writers.set(plain(bind.path), bind)
  return binds.flatMap(({ service, path, file, line }) => {
    const writer = [...writers.values()].find((one) => isBelow(path, one.path))
    if (writer === undefined) return []
    const who = writer.service === '' ? 'A container' : `The container of ${writer.service}`
    return danger({
      ...{ kind: 'nested-mount', service, file, line },
      value: `${path} in ${writer.path}`,
      sentence: `${who} may write to ${writer.path}, and could make ${path} a link to any folder of this machine before this container gets it.`,
    })
  })
}
