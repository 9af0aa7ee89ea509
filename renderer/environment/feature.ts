import type { CommandContext } from '../app/bench.ts'
import type { Feature } from '../app/feature.ts'
import { lazy } from '../app/lazy.ts'
import { caseRefOf } from '../case/current-case.ts'
import { keepImages } from '../images/keep.ts'
import { fetchForCase } from '../images/share.tsx'
import { needCase, type OfCase } from '../workspace/acts.tsx'
import { removeEnvironment, startEnvironment, stopEnvironment } from './acts.ts'
import { proposeEnvironment } from './propose.tsx'
import { EnvironmentStatusItem } from './status-item.tsx'

const ofCase =
  (act: (context: CommandContext, found: OfCase) => Promise<unknown>) =>
  async (context: CommandContext): Promise<void> => {
    const found = await needCase(context, caseRefOf(context.tab))
    if (!found) return
    context.commands.run('panel.environment')
    await act(context, found)
  }

const section = 'Environment'

export const environment: Feature = {
  panels: [
    {
      id: 'environment',
      title: 'Environment',
      side: 'bottom',
      size: 300,
      view: lazy(() => import('./environment-panel.tsx')),
    },
  ],
  overlays: [{ id: 'environment', view: lazy(() => import('./dialogs.tsx')) }],
  status: [{ id: 'environment', side: 'left', view: EnvironmentStatusItem }],
  commands: [
    {
      id: 'environment.propose',
      title: 'Propose an environment for the case',
      section,
      keywords: 'compose stack recipes components docker rebuild',
      run: ofCase(proposeEnvironment),
    },
    {
      id: 'environment.start',
      title: 'Start the environment of the case',
      section,
      keywords: 'up compose docker podman containers stack',
      run: ofCase((context, found) => startEnvironment(context, found)),
    },
    {
      id: 'environment.stop',
      title: 'Stop the environment of the case',
      section,
      keywords: 'down compose docker podman containers',
      run: ofCase(stopEnvironment),
    },
    {
      id: 'environment.keep-images',
      title: 'Keep the images of the environment in the vault',
      section,
      keywords: 'offline save vault network',
      run: ofCase(keepImages),
    },
    {
      id: 'environment.fetch-images',
      title: 'Fetch the images of the environment from the service',
      section,
      keywords: 'team central published vault offline download',
      run: ofCase(fetchForCase),
    },
    {
      id: 'environment.remove',
      title: 'Remove the environment of the case with all its data',
      section,
      keywords: 'purge volumes reclaim down',
      run: ofCase(removeEnvironment),
    },
  ],
}
