import type { Command, CommandContext } from '../app/bench.ts'
import { askFirst, disconnect, removeNow, setPaused, syncNow } from './acts.ts'

const section = 'Sync'

const state = ({ sync }: CommandContext) => sync.store.getState().status?.state
const isOff = (context: CommandContext) => state(context) === 'off'
const isOn = (context: CommandContext) => !['off', undefined].includes(state(context))
const isRemoval = ({ sync }: CommandContext) =>
  sync.store.getState().status?.trouble?.code === 'large-removal'
const isPaused = (context: CommandContext) => state(context) === 'paused'

export const syncCommands: readonly Command[] = [
  {
    id: 'sync.connect',
    title: 'Connect this bench to a central service',
    section,
    keywords: 'sync team share token sign in',
    enabled: isOff,
    run: ({ sync }) => sync.ask('connect'),
  },
  {
    id: 'sync.now',
    title: 'Sync now',
    section,
    shortcut: ['Mod+Shift+s'],
    keywords: 'push pull send fetch retry',
    enabled: isOn,
    run: syncNow,
  },
  {
    id: 'sync.pause',
    title: 'Pause sync',
    section,
    keywords: 'stop offline',
    enabled: (context) => isOn(context) && !isPaused(context),
    run: (context) => setPaused(context, true),
  },
  {
    id: 'sync.resume',
    title: 'Resume sync',
    section,
    keywords: 'go on start',
    enabled: isPaused,
    run: (context) => setPaused(context, false),
  },
  {
    id: 'sync.signIn',
    title: 'Sign in to the service again',
    section,
    keywords: 'token device revoked',
    enabled: isOn,
    run: ({ sync }) => sync.ask('sign-in'),
  },
  {
    id: 'sync.disconnect',
    title: 'Disconnect from the service',
    section,
    keywords: 'sign out leave',
    enabled: isOn,
    run: disconnect,
  },
  {
    id: 'sync.remove',
    title: 'Remove the cases that may no longer be read here',
    section,
    enabled: isRemoval,
    run: removeNow,
  },
  {
    id: 'sync.askFirst',
    title: 'Ask an administrator before cases are removed',
    section,
    enabled: isRemoval,
    run: askFirst,
  },
  {
    id: 'sync.health',
    title: 'Show the health of the bench',
    section: 'Bench',
    run: ({ navigate }) => navigate('/settings/health'),
  },
]
