import type { Feature } from '../app/feature.ts'
import { lazy } from '../app/lazy.ts'
import { newTerminal, panelName, toggleTerminals } from './open-terminal.ts'

export const terminal: Feature = {
  panels: [
    { id: panelName, title: 'Terminals', side: 'bottom', size: 300, view: lazy(() => import('./panel.tsx')) },
  ],
  settings: [{ id: 'terminals', title: 'Terminals', view: lazy(() => import('./settings.tsx')) }],
  commands: [
    {
      id: 'terminal.toggle',
      title: 'Go to the terminals and back',
      section: 'Terminal',
      shortcut: ['Mod+`'],
      keywords: 'shell console bash',
      run: toggleTerminals,
    },
    {
      id: 'terminal.new',
      title: 'New terminal',
      section: 'Terminal',
      shortcut: ['Mod+~'],
      keywords: 'open shell console bash workspace',
      run: newTerminal,
    },
  ],
}
