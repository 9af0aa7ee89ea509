import {
  ChevronDown,
  Columns2,
  Ellipsis,
  ListTree,
  Plus,
  Rows2,
  Search,
  SquareTerminal,
  Video,
  VideoOff,
} from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { useStore } from 'zustand'
import type { Terminal } from '../../shared/contract/terminals.ts'
import { useBench } from '../app/bench.ts'
import { pathOf } from '../app/router.ts'
import { useCall } from '../client/use-call.ts'
import { RecordingsDialog } from '../recordings/recordings-dialog.tsx'
import { cx } from '../ui/cx.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, type MenuItem } from '../ui/menu.tsx'
import { latest, type TerminalTab, tabOf, terminalsOf } from './arrangement/arrangement.ts'
import { endOf, nameOf } from './names.ts'
import { usePanel } from './panel-context.ts'
import { RenameDialog } from './rename-dialog.tsx'
import styles from './strip.module.css'

/** The case whose terminals are shown. */
export interface Scope {
  caseId: string
  ref: string
}

export interface StripProps {
  scope: Scope | null
  here: readonly Terminal[]
  front: Terminal | null
}

export const Strip = ({ scope, here, front }: StripProps) => {
  const { arrangement } = usePanel()
  const arranged = useStore(arrangement)
  const ids = here.map(({ id }) => id)
  const tabs = arranged.tabs.filter(({ root }) => terminalsOf(root).some((id) => ids.includes(id)))
  const current = front && tabOf(arranged, front.id)
  return (
    <div className={styles.strip}>
      <Tabs tabs={tabs} current={current?.id ?? null} scope={scope} />
      <NewMenu scope={scope} />
      <span className={styles.grow} />
      {scope && <Elsewhere here={here} />}
      {front && <FrontActs front={front} scope={scope} />}
    </div>
  )
}

const Tabs = ({
  tabs,
  current,
  scope,
}: {
  tabs: readonly TerminalTab[]
  current: string | null
  scope: Scope | null
}) => {
  const { arrangement, terminals, acts } = usePanel()
  const arranged = useStore(arrangement)
  const step = (event: KeyboardEvent<HTMLDivElement>) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')]
    const at = all.indexOf(event.target as HTMLElement)
    if (!by || at < 0) return
    event.preventDefault()
    all[(at + by + all.length) % all.length]?.focus()
  }
  if (tabs.length === 0) return <span className={styles.none}>{scope ? scope.ref : 'All terminals'}</span>
  return (
    <div className={styles.tabs} role="tablist" aria-label="Terminals" onKeyDown={step}>
      {tabs.map((tab) => {
        const inside = terminalsOf(tab.root)
        const terminal = terminals.find(({ id }) => id === latest(arranged, inside))
        if (!terminal) return null
        return (
          <Tab
            key={tab.id}
            terminal={terminal}
            count={inside.length}
            selected={tab.id === current}
            beside={scope !== null && terminal.caseId === null}
            onSelect={() => acts.show(terminal.id)}
          />
        )
      })}
    </div>
  )
}

interface TabProps {
  terminal: Terminal
  /** Terminals in the tab. */
  count: number
  selected: boolean
  /** It belongs to no case, and says so. */
  beside: boolean
  onSelect: () => void
}

const Tab = ({ terminal, count, selected, beside, onSelect }: TabProps) => {
  const { acts } = usePanel()
  const name = nameOf(terminal)
  const ended = terminal.ended !== null
  const bad = terminal.ended !== null && terminal.ended.exitCode !== 0
  return (
    <button
      type="button"
      role="tab"
      aria-selected={selected}
      tabIndex={selected ? 0 : -1}
      className={cx(styles.tab, selected && styles.selected, ended && styles.over)}
      title={[name, terminal.folder, endOf(terminal)].filter(Boolean).join('\n')}
      onClick={onSelect}
      onAuxClick={(event) => event.button === 1 && void acts.remove(terminal)}
    >
      {terminal.recording && !ended ? (
        <span className={styles.recording} role="img" aria-label="Recording" />
      ) : (
        <SquareTerminal size={14} aria-hidden />
      )}
      <span className={styles.name}>{name}</span>
      {count > 1 && <span className={styles.count}>{count}</span>}
      {beside && <span className={styles.note}>no case</span>}
      {ended && (
        <span className={cx(styles.note, bad && styles.bad)}>{terminal.ended?.lost ? 'lost' : 'ended'}</span>
      )}
    </button>
  )
}

const NewMenu = ({ scope }: { scope: Scope | null }) => {
  const { client } = useBench()
  const { acts } = usePanel()
  const { value } = useCall((signal) => client.terminals.profiles({}, { signal }), [client])
  const profiles = value?.profiles ?? []
  const shells = (caseId: string | null): MenuItem[] =>
    profiles.map(({ name, standard, marks }) => ({
      label: [name, standard && '(standard)', !marks && '(without blocks)'].filter(Boolean).join(' '),
      run: () => void acts.open(caseId, name),
    }))
  const items: MenuItem[] = scope
    ? [
        { heading: `In the workspace of ${scope.ref}` },
        ...shells(scope.caseId),
        { heading: 'Beside all cases' },
        ...shells(null),
      ]
    : [{ heading: 'Beside all cases' }, ...shells(null)]
  return (
    <>
      <IconButton
        icon={Plus}
        label="New terminal"
        shortcut="Mod+~"
        size="small"
        onClick={() => void acts.open(scope?.caseId ?? null)}
      />
      <Menu
        trigger={
          <IconButton
            icon={ChevronDown}
            label="New terminal with another shell"
            size="small"
            className={styles.narrow}
          />
        }
        items={items}
      />
    </>
  )
}

/** Terminals of other cases, which are not shown beside this one. */
const Elsewhere = ({ here }: { here: readonly Terminal[] }) => {
  const { client, navigate } = useBench()
  const { terminals, acts } = usePanel()
  const others = terminals.filter(({ id }) => !here.some((one) => one.id === id))
  if (others.length === 0) return null
  const go = async ({ id, caseId }: Terminal) => {
    if (caseId !== null) navigate(pathOf('case', (await client.cases.get({ key: caseId })).case.ref))
    acts.show(id)
  }
  return (
    <Menu
      align="end"
      trigger={
        <button type="button" className={styles.elsewhere}>
          {others.length} in other cases
        </button>
      }
      items={others.map((terminal) => ({ label: nameOf(terminal), run: () => void go(terminal) }))}
    />
  )
}

const FrontActs = ({ front, scope }: { front: Terminal; scope: Scope | null }) => {
  const { acts, face } = usePanel()
  const { blocks, searching } = useStore(face)
  const [asked, setAsked] = useState<'name' | 'recordings' | null>(null)
  const { commands } = useBench()
  const items: MenuItem[] = [
    { label: 'Rename', run: () => setAsked('name') },
    {
      label: 'Attach the last block',
      shortcut: 'Mod+Shift+a',
      run: () => commands.run('terminal.attachBlock'),
    },
    { label: scope ? `Recordings of ${scope.ref}` : 'Recordings', run: () => setAsked('recordings') },
    'separator',
    ...(front.ended
      ? [{ label: 'Start again', run: () => void acts.again(front) }]
      : [{ label: 'Kill', danger: true, run: () => void acts.kill(front) }]),
    { label: front.ended ? 'Remove' : 'End and remove', danger: true, run: () => void acts.remove(front) },
  ]
  return (
    <>
      <IconButton
        icon={front.recording ? VideoOff : Video}
        label={front.recording ? 'Stop the recording' : 'Record this terminal'}
        size="small"
        aria-pressed={front.recording}
        className={front.recording ? styles.stop : undefined}
        onClick={() => void acts.record(front)}
      />
      <IconButton
        icon={Search}
        label="Search in the terminal"
        shortcut="Mod+f"
        size="small"
        aria-pressed={searching === front.id}
        onClick={() => face.setState({ searching: searching === front.id ? null : front.id })}
      />
      <IconButton
        icon={ListTree}
        label="Blocks"
        shortcut="Mod+Shift+b"
        size="small"
        aria-pressed={blocks}
        onClick={() => face.setState({ blocks: !blocks })}
      />
      <IconButton
        icon={Columns2}
        label="Split to the right"
        shortcut="Mod+Shift+d"
        size="small"
        onClick={() => void acts.split(front, 'row')}
      />
      <IconButton
        icon={Rows2}
        label="Split below"
        shortcut="Mod+Shift+e"
        size="small"
        onClick={() => void acts.split(front, 'column')}
      />
      <Menu
        align="end"
        trigger={<IconButton icon={Ellipsis} label="More acts on this terminal" size="small" />}
        items={items}
      />
      {asked === 'name' && <RenameDialog terminal={front} onClose={() => setAsked(null)} />}
      {asked === 'recordings' && <RecordingsDialog scope={scope} onClose={() => setAsked(null)} />}
    </>
  )
}
