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
  const unpacking = new Set<string>()
  return {
    async open(input, context) {
      if (input.path !== undefined) needPaths(context)
      return turn(input.caseId, () => openWorkspace(options, input))
    },
    async *unpack(input, { signal }) {
      if (unpacking.has(input.caseId))
        throw new BenchError(
          'busy',
          'This workspace is being unpacked into already. Wait until that is done.',
        )
      unpacking.add(input.caseId)
      try {
        yield* unpack(options, input, signal)
      } finally {
        unpacking.delete(input.caseId)
      }
    },
    watch: ({ caseId }, { signal }) => watchWorkspace(options, caseId, signal),
  }
}
