import type { compare } from '../../shared/contract/compare.ts'
import type { Handlers } from '../../shared/contract/define.ts'
import { needPaths } from '../attachments/service.ts'
import { caseDetail } from '../cases/detail.ts'
import type { Database } from '../database/threads.ts'
import { compareEnvironments } from './differences.ts'
import { readSide, type SideOptions } from './read-side.ts'

export const compareService = (
  options: SideOptions & { database: Pick<Database, 'read'> },
): Handlers<typeof compare> => ({
  async environments({ now, healthy, ours, caseId, limit }, context) {
    if ([now, healthy, ours].some((side) => side !== null && 'path' in side)) needPaths(context)
    const compared = {
      now: await readSide(options, now),
      healthy: healthy && (await readSide(options, healthy)),
      ours: ours && (await readSide(options, ours)),
    }
    const components =
      caseId === null
        ? []
        : (await options.database.read(caseDetail, { key: caseId })).case.components.map(
            ({ name, purl }) => `${name} ${purl}`,
          )
    const all = compareEnvironments(compared, components)
    const without = Object.entries(compared).filter(([, side]) => side?.lock === null)
    const notes =
      without.length > 0
        ? [`Without a lock, versions are not known of: ${without.map(([name]) => name).join(', ')}.`]
        : []
    return { differences: all.slice(0, limit), total: all.length, notes }
  },
})
