import { copyable, secretDialog } from './dialog.ts'
import { h } from './dom.ts'

/** Shows a new token, this once, and how a bench is connected with it. */
export const showToken = (title: string, token: string): Promise<void> =>
  secretDialog(
    title,
    h('p', {}, 'This token is shown this once. Who has it can connect a bench as this person.'),
    copyable('Token', token),
    h('p', {}, 'On the machine with the bench:'),
    copyable('1. Connect', `npx casebench connect ${location.origin} --token ${token}`),
    copyable('2. See that it syncs', 'npx casebench sync --once'),
    h('p', { class: 'quiet' }, 'In the window, “On this bench only” in the status bar connects as well.'),
  )
