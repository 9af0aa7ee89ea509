import type Docker from 'dockerode'
import type { Snapshots } from '../snapshots/service.ts'
import { stackVolumes } from '../snapshots/stack.ts'
import type { VolumeKeeper } from './session.ts'

type Owner = Parameters<typeof stackVolumes>[1]

export interface KeeperOptions {
  snapshots: Snapshots
  /** The engine, and whose volumes are meant. Throws where there is no engine. */
  stack(caseId: string): Promise<{ docker: Docker; owner: Owner }>
  now(): number
}

/** Keeps volumes in a snapshot of their own for as long as a bisection takes. */
export const volumeKeeper = ({ snapshots, stack, now }: KeeperOptions): VolumeKeeper => ({
  async keep(caseId, signal) {
    // Without an engine there are no volumes.
    const found = await stack(caseId).catch(() => null)
    if (!found || (await stackVolumes(found.docker, found.owner)).length === 0) return null
    const name = `before-bisect-${now()}`
    await snapshots.handlers.save({ caseId, name }, { signal, mayNamePaths: false })
    return name
  },
  async putBack(caseId, name, signal) {
    await snapshots.seed(caseId, { name, signal })
    await snapshots.handlers.remove({ caseId, name }, { signal, mayNamePaths: false })
  },
})
