import { themeNames } from '../ui/theme.ts'
import type { Command, CommandContext } from './bench.ts'
import type { Features, Place } from './feature.ts'
import { pathOf } from './router.ts'
import type { ShellStore } from './shell-state.ts'
import { type Side, sides } from './workbench/layout.ts'
import { stepPane } from './workbench/pane.tsx'
import type { Workbench } from './workbench/store.ts'

export interface BuiltinParts {
  features: Features
  shell: ShellStore
  workbench: Workbench
}

const themeTitles = {
  system: 'Use the theme of the system',
  light: 'Use the light theme',
  dark: 'Use the dark theme',
  'high-contrast': 'Use the high-contrast theme',
} as const

const goTo = ({ id, title, shortcut }: Place): Command => ({
  id: `go.${id}`,
  title: `Go to ${title.toLowerCase()}`,
  section: 'Go to',
  ...(shortcut && { shortcut: [shortcut] }),
  run: ({ navigate }) => navigate(pathOf(id)),
})

const sideTitles: Record<Side, [string, string]> = {
  left: ['Show or hide the left side', 'Mod+b'],
  right: ['Show or hide the right side', 'Mod+Alt+b'],
  bottom: ['Show or hide the bench', 'Mod+j'],
}

const toggle = (workbench: Workbench, side: Side): Command => ({
  id: `window.${side}`,
  title: sideTitles[side][0],
  section: 'Window',
  shortcut: [sideTitles[side][1]],
  keywords: 'panel sidebar facts fold',
  run: () => workbench.toggleSide(side),
})

const panelCommands = ({ features, workbench }: BuiltinParts): Command[] =>
  features.panels.map(({ id, title, shortcut }) => ({
    id: `panel.${id}`,
    title: `Show ${title.toLowerCase()}`,
    section: 'Window',
    ...(shortcut && { shortcut: [shortcut] }),
    keywords: 'side bench panel',
    run: () => workbench.showPanel(id),
  }))

const tabCommands = ({ workbench }: BuiltinParts): Command[] => {
  const anyTab = ({ tab }: CommandContext) => tab !== null
  return [
    {
      id: 'tab.close',
      title: 'Close the tab',
      section: 'Tab',
      shortcut: ['Alt+w'],
      enabled: anyTab,
      run: () => workbench.closeTab(),
    },
    {
      id: 'tab.next',
      title: 'Next tab',
      section: 'Tab',
      shortcut: [']', 'Alt+PageDown'],
      enabled: anyTab,
      run: () => workbench.step(1),
    },
    {
      id: 'tab.previous',
      title: 'Previous tab',
      section: 'Tab',
      shortcut: ['[', 'Alt+PageUp'],
      enabled: anyTab,
      run: () => workbench.step(-1),
    },
    {
      id: 'tab.split',
      title: 'Move the tab to a split view',
      section: 'Tab',
      shortcut: ['Mod+\\'],
      keywords: 'beside column',
      enabled: anyTab,
      run: () => workbench.split(),
    },
  ]
}

const windowCommands = ({ shell, workbench }: BuiltinParts): Command[] => {
  return [
    {
      id: 'window.palette',
      title: 'Search or run a command',
      section: 'Window',
      shortcut: ['Mod+k', 'Mod+Shift+p'],
      run: () => shell.setState(({ palette }) => ({ palette: palette ? null : { text: '' } })),
    },
    {
      id: 'window.shortcuts',
      title: 'Show the keyboard shortcuts',
      section: 'Window',
      shortcut: ['?'],
      keywords: 'keys help',
      run: () => shell.setState({ shortcuts: true }),
    },
    ...sides.filter((side) => workbench.store.getState().exist[side]).map((side) => toggle(workbench, side)),
    {
      id: 'window.nextPane',
      title: 'Move to the next pane',
      section: 'Window',
      shortcut: ['F6'],
      keywords: 'focus panel',
      run: () => stepPane(document, 1),
    },
    {
      id: 'window.previousPane',
      title: 'Move to the previous pane',
      section: 'Window',
      shortcut: ['Shift+F6'],
      keywords: 'focus panel',
      run: () => stepPane(document, -1),
    },
    {
      id: 'window.maximize',
      title: 'Fill the window with this panel, or put it back',
      section: 'Window',
      shortcut: ['Mod+Shift+Enter'],
      keywords: 'full screen maximize zen',
      run: () => workbench.toggleMaximized(),
    },
    {
      id: 'window.reset',
      title: 'Put all panels back in their places',
      section: 'Window',
      keywords: 'reset layout',
      run: () => workbench.reset(),
    },
  ]
}

/** The window's own commands, and those that follow from what the features registered. */
export const builtinCommands = (parts: BuiltinParts): Command[] => [
  ...parts.features.places.map(goTo),
  ...parts.features.emptyBench.map(
    ({ id, title, text, run }): Command => ({
      id: `begin.${id}`,
      title,
      section: 'Begin',
      keywords: text,
      run,
    }),
  ),
  ...windowCommands(parts),
  ...tabCommands(parts),
  ...panelCommands(parts),
  ...themeNames.map(
    (theme): Command => ({
      id: `theme.${theme}`,
      title: themeTitles[theme],
      section: 'Appearance',
      keywords: 'theme colour mode',
      run: ({ look }) => look.set({ theme }),
    }),
  ),
  ...parts.features.settings.map(
    ({ id, title }): Command => ({
      id: `go.settings.${id}`,
      title: `Settings: ${title.toLowerCase()}`,
      section: 'Settings',
      run: ({ navigate }) => navigate(pathOf('settings', id)),
    }),
  ),
]
