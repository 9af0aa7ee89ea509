import type { CommandContext } from '../app/bench.ts'
import type { Feature } from '../app/feature.ts'
import { lazy } from '../app/lazy.ts'
import { caseRefOf } from '../case/current-case.ts'
import { needCase, openWorkspace, unpackInto } from './acts.tsx'

const ofCase =
  (act: typeof openWorkspace) =>
  async (context: CommandContext): Promise<void> => {
    const found = await needCase(context, caseRefOf(context.tab))
    if (found) await act(context, found)
  }

const section = 'Workspace'

export const workspace: Feature = {
  panels: [
    {
      id: 'workspace',
      title: 'Workspace',
      side: 'left',
      size: 290,
      foldBelow: 900,
      shortcut: 'Mod+Shift+e',
      view: lazy(() => import('./workspace-panel.tsx')),
    },
    {
      id: 'find',
      title: 'Find',
      side: 'left',
      size: 290,
      foldBelow: 900,
      shortcut: 'Mod+Shift+f',
      view: lazy(() => import('./find/find-panel.tsx')),
    },
  ],
  overlays: [{ id: 'quick-open', view: lazy(() => import('./quick-open.tsx')) }],
  commands: [
    {
      id: 'workspace.open',
      title: 'Open the workspace',
      section,
      shortcut: ['w'],
      keywords: 'folder git tree files',
      run: ofCase(openWorkspace),
    },
    {
      id: 'workspace.unpack',
      title: 'Unpack the attachments into the workspace',
      section,
      keywords: 'archive zip tar extract bundle',
      run: ofCase((context, found) => unpackInto(context, found)),
    },
  ],
}
