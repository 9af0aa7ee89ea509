import { type DesktopBridge, desktopClient } from '../../shared/contract/desktop.ts'
import type { FileDocument } from '../editor/document.ts'
import { createPresenceSetting } from '../presence/setting.ts'
import { createSyncStore } from '../sync/store.ts'
import { type Confirms, createConfirms } from '../ui/confirms.ts'
import { onMac } from '../ui/kbd.tsx'
import { createToasts, type Toasts } from '../ui/toasts.ts'
import { createActs } from './acts.ts'
import type { Bench, HostClient } from './bench.ts'
import { builtinCommands } from './builtin.ts'
import { createDispatcher, type Dispatcher } from './commands/dispatcher.ts'
import { createCommands } from './commands/registry.ts'
import { createDocuments } from './documents.ts'
import { coversWorkbench, type Features } from './feature.ts'
import { historyCommands } from './history.ts'
import { createLook } from './look.ts'
import { createRouter, pathOf } from './router.ts'
import { createShellState, type ShellStore } from './shell-state.ts'
import { createTeller } from './tell.ts'
import { knownPanel } from './workbench/arrange.ts'
import { keepLayout } from './workbench/keep.ts'
import { type Layout, layoutKey, readLayout } from './workbench/layout.ts'
import { createWorkbench, type Workbench } from './workbench/store.ts'

/** A bench with its window: everything the shell draws, built once. */
export interface OpenBench {
  readonly bench: Bench
  readonly features: Features
  readonly workbench: Workbench
  readonly layout: Layout | null
  readonly shell: ShellStore
  readonly toasts: Toasts
  readonly confirms: Confirms
  readonly dispatcher: Dispatcher
  readonly home: string
  dispose(): void
}

export interface OpenBenchOptions {
  view: Window
  client: HostClient
  features: Features
  bridge: DesktopBridge | null
}

/** The composition root of the window. Fails when the host cannot be read. */
export const openBench = async ({ view, client, features, bridge }: OpenBenchOptions): Promise<OpenBench> => {
  const [look, presence, stored] = await Promise.all([
    createLook(view.document.documentElement, client.local),
    createPresenceSetting(client.local),
    client.local.get({ key: layoutKey }),
  ])
  const home = pathOf(features.places[0]?.id ?? '')
  const toasts = createToasts()
  const tell = createTeller(toasts)
  const confirms = createConfirms()
  const router = createRouter(view)
  const shell = createShellState()
  const documents = createDocuments<FileDocument>()
  const sync = createSyncStore(client)
  const keeper = keepLayout(view, client.local, () => workbench.layout())
  const workbench = createWorkbench({
    features,
    router,
    home,
    width: view.innerWidth,
    onChange: keeper.changed,
    documents,
  })
  const commands = createCommands({
    context: () => {
      const route = router.store.getState()
      const tab = coversWorkbench(features.places, route) ? null : workbench.store.getState().tab
      return { ...bench, route, tab }
    },
    onFailure: ({ title }, error) => tell(title, error),
  })
  const bench: Bench = {
    client,
    router,
    navigate: router.navigate,
    commands,
    acts: createActs(tell),
    toast: toasts.show,
    confirm: confirms.confirm,
    look,
    documents,
    sync,
    presence,
    desktop: bridge && desktopClient(bridge),
  }
  commands.add(builtinCommands({ features, shell, workbench }))
  commands.add(historyCommands)
  commands.add(features.commands)
  const dispatcher = createDispatcher(view, commands, onMac())
  const stops = bridge
    ? [
        bridge.onCommand((id) => void commands.run(id)),
        bridge.onRoute((route) => router.navigate(route.replace(/^#/, ''))),
      ]
    : []
  return {
    bench,
    features,
    workbench,
    layout: readLayout(stored.value, knownPanel(features)),
    shell,
    toasts,
    confirms,
    dispatcher,
    home,
    dispose() {
      for (const stop of stops) stop()
      for (const part of [dispatcher, keeper, router, look, sync]) part.dispose()
    },
  }
}
