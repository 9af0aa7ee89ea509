import '@xterm/xterm/css/xterm.css'
import { SquareTerminal } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Terminal } from '../../shared/contract/terminals.ts'
import { useBench } from '../app/bench.ts'
import type { ActiveTab } from '../app/route.ts'
import { caseRefOf } from '../case/current-case.ts'
import { useCall } from '../client/use-call.ts'
import { useLive } from '../client/use-live.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { createActs } from './acts.ts'
import {
  type Arrangement,
  activate,
  latest,
  reconcile,
  tabOf,
  terminalsOf,
} from './arrangement/arrangement.ts'
import { useArrangement } from './arrangement/use-arrangement.ts'
import { BlockPanel } from './blocks/block-panel.tsx'
import { useShownBlock } from './blocks/use-shown-block.ts'
import { useTerminalCommands } from './commands.ts'
import styles from './panel.module.css'
import { type TerminalPanel as Panel, PanelContext, type PanelFace } from './panel-context.ts'
import { SplitView } from './split-view.tsx'
import { type Scope, Strip } from './strip.tsx'
import { useSessions } from './use-sessions.ts'

const TerminalPanel = ({ tab }: { tab: ActiveTab | null }) => {
  const { client } = useBench()
  const live = useLive((signal) => client.terminals.watch({}, { signal }), [client])
  const arrangement = useArrangement()
  if (live.state === 'failed')
    return (
      <ErrorState title="The terminals cannot be shown" error={live.error}>
        <Button look="primary" onClick={live.retry}>
          Try again
        </Button>
      </ErrorState>
    )
  if (!live.value || !arrangement) return <Skeleton lines={4} label="Reading the terminals" />
  return <Placed tab={tab} terminals={live.value.terminals} arrangement={arrangement} />
}

interface PlacedProps {
  tab: ActiveTab | null
  terminals: readonly Terminal[]
  arrangement: StoreApi<Arrangement>
}

/** Follows the terminals that come and go; the first ones that were not placed yet are to the front. */
const usePlacing = (terminals: readonly Terminal[], arrangement: StoreApi<Arrangement>) => {
  const [first, setFirst] = useState(true)
  useEffect(() => {
    const before = arrangement.getState()
    const ids = terminals.map(({ id }) => id)
    const next = reconcile(before, ids)
    const newest = ids.findLast((id) => !tabOf(before, id))
    arrangement.setState(first && newest ? activate(next, newest) : next, true)
    setFirst(false)
  }, [terminals, arrangement, first])
}

const useScope = (tab: ActiveTab | null): Scope | null => {
  const { client } = useBench()
  const key = caseRefOf(tab)
  const found = useCall(
    async (signal) => (key === null ? null : (await client.cases.get({ key }, { signal })).case),
    [client, key],
  )
  return found.value ? { caseId: found.value.id, ref: found.value.ref } : null
}

const Placed = ({ tab, terminals, arrangement }: PlacedProps) => {
  const bench = useBench()
  const sessions = useSessions(terminals)
  const scope = useScope(tab)
  const [face] = useState(() =>
    createStore<PanelFace>(() => ({ searching: null, blocks: false, chosen: {} })),
  )
  usePlacing(terminals, arrangement)
  const acts = useMemo(
    () => sessions && createActs({ bench, arrangement, sessions }),
    [bench, arrangement, sessions],
  )
  const panel = useMemo(
    () => sessions && acts && { sessions, arrangement, face, terminals, acts },
    [sessions, arrangement, face, terminals, acts],
  )
  if (!panel) return <Skeleton lines={4} />
  return (
    <PanelContext value={panel}>
      <Body panel={panel} scope={scope} />
    </PanelContext>
  )
}

/** Those of the case in front and those beside all cases; all of them where no case is in front. */
const inScope = (terminals: readonly Terminal[], scope: Scope | null): readonly Terminal[] =>
  scope ? terminals.filter(({ caseId }) => caseId === null || caseId === scope.caseId) : terminals

const Body = ({ panel, scope }: { panel: Panel; scope: Scope | null }) => {
  const { terminals, arrangement, face, acts } = panel
  const arranged = useStore(arrangement)
  const blocks = useStore(face, (state) => state.blocks)
  const here = inScope(terminals, scope)
  const front = here.find(
    ({ id }) =>
      id ===
      latest(
        arranged,
        here.map((one) => one.id),
      ),
  )
  const shown = front && tabOf(arranged, front.id)
  useTerminalCommands({ panel, front: front ?? null, scope })
  useShownBlock(panel, scope)
  return (
    <div className={styles.panel}>
      <Strip scope={scope} here={here} front={front ?? null} />
      {front && shown ? (
        <div className={styles.body}>
          <SplitView
            tab={shown.id}
            split={shown.root}
            front={front.id}
            many={terminalsOf(shown.root).length > 1}
          />
          {blocks && <BlockPanel key={front.id} terminal={front} />}
        </div>
      ) : (
        <EmptyState
          icon={SquareTerminal}
          title={scope ? `No terminal is open for ${scope.ref}` : 'No terminal is open'}
          text={scope ? 'It starts in the workspace of the case, which is made if need be.' : undefined}
        >
          <Button look="primary" shortcut="Mod+~" onClick={() => void acts.open(scope?.caseId ?? null)}>
            New terminal
          </Button>
        </EmptyState>
      )}
    </div>
  )
}

export default TerminalPanel
