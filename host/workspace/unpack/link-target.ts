import { isGitFile } from './entry-name.ts'

/**
 * Why a link may not be made; empty where it may. `folders` is how deep in its archive's own folder the link lies. A
 * target may climb only first and only so far, so that no chain of links leads out: whatever links it passes on its
 * way down obey the same rule.
 */
export const linkRefusal = (name: string, target: string, folders: number): string => {
  if (isGitFile(name)) return 'It is a link in the place of a file that git reads.'
  if (target === '' || target.length > 4096 || /\p{Cc}/u.test(target))
    return 'It leads to a path that no disk has.'
  if (/^([A-Za-z]:|[/\\])/.test(target)) return `It is a link out of the workspace, to ${target}.`
  const parts = target.split(/[/\\]/).filter((part) => part !== '' && part !== '.')
  const climbs = parts.findIndex((part) => part !== '..')
  const up = climbs < 0 ? parts.length : climbs
  if (up > folders) return `It is a link out of its archive, to ${target}.`
  if (parts.slice(up).includes('..'))
    return `It is a link that could lead out of the workspace, to ${target}.`
  return ''
}
