import type { Handlers } from '../../shared/contract/define.ts'
import type { workspaces } from '../../shared/contract/workspaces.ts'
import { needPaths } from '../attachments/service.ts'
import { openWorkspace, type WorkspaceOptions } from './open.ts'
import { takeTurns } from './turns.ts'
import { watchWorkspace } from './watch.ts'

/** What this folder serves of the `workspaces` service; the files inside are served beside it. */
export const workspaceMethods = (
  options: WorkspaceOptions,
): Pick<Handlers<typeof workspaces>, 'open' | 'watch'> => {
  const turn = takeTurns()
  return {
    async open(input, context) {
      if (input.path !== undefined) needPaths(context)
      return turn(input.caseId, () => openWorkspace(options, input))
    },
    watch: ({ caseId }, { signal }) => watchWorkspace(options, caseId, signal),
  }
}
