import type { Handlers } from '../../shared/contract/define.ts'
import { BenchError } from '../../shared/contract/error.ts'
import type { workspaces } from '../../shared/contract/workspaces.ts'
import { needPaths } from '../attachments/service.ts'
import { openWorkspace } from './open.ts'
import { takeTurns } from './turns.ts'
import { type UnpackOptions, unpack } from './unpack/unpack.ts'
import { watchWorkspace } from './watch.ts'

/** What this folder serves of the `workspaces` service; the files inside are served beside it. */
export const workspaceMethods = (
  options: UnpackOptions,
): Pick<Handlers<typeof workspaces>, 'open' | 'watch' | 'unpack'> => {
  const turn = takeTurns()
  /** By case; `over` once all is said and only the cleaning is left. */
  const unpacking = new Map<string, { over: boolean; ended: Promise<void> }>()
  return {
    async open(input, context) {
      if (input.path !== undefined) needPaths(context)
      return turn(input.caseId, () => openWorkspace(options, input))
    },
    async *unpack(input, { signal }) {
      const { caseId } = input
      const other = unpacking.get(caseId)
      if (other && !other.over)
        throw new BenchError(
          'busy',
          'This workspace is being unpacked into already. Wait until that is done.',
        )
      const ended = Promise.withResolvers<void>()
      const mine = { over: false, ended: ended.promise }
      unpacking.set(caseId, mine)
      try {
        await other?.ended
        for await (const step of unpack(options, input, signal)) {
          mine.over = step.type !== 'progress'
          yield step
        }
      } finally {
        if (unpacking.get(caseId) === mine) unpacking.delete(caseId)
        ended.resolve()
      }
    },
    watch: ({ caseId }, { signal }) => watchWorkspace(options, caseId, signal),
  }
}
