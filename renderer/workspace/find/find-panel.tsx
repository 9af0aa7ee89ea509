import { CaseSensitive, Regex, Search, WholeWord } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { useBench } from '../../app/bench.ts'
import { useLook } from '../../app/look.ts'
import type { ActiveTab } from '../../app/route.ts'
import { fileRoute } from '../../editor/file-key.ts'
import { useCaseOf } from '../../editor/use-file.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Input } from '../../ui/input.tsx'
import { VirtualList, type VirtualListHandle } from '../../ui/virtual-list.tsx'
import { useLastCase } from '../last-case.ts'
import styles from './find.module.css'
import { FindRow, type Row } from './find-row.tsx'
import { type FindOptions, type Found, useFind } from './use-find.ts'

/** Searches the files of the workspace of the case in front. */
const FindPanel = ({ tab }: { tab: ActiveTab | null }) => {
  const ref = useLastCase(tab)
  if (ref === null)
    return (
      <EmptyState
        icon={Search}
        title="Find in files"
        text="Open a case to search the files of its workspace."
      />
    )
  return <FindIn key={ref} caseRef={ref} />
}

const start: FindOptions = {
  text: '',
  regex: false,
  matchCase: false,
  wholeWords: false,
  include: '',
  exclude: '',
}

const FindIn = ({ caseRef }: { caseRef: string }) => {
  const { navigate } = useBench()
  const { rowHeight } = useLook()
  const [options, setOptions] = useState(start)
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const [active, setActive] = useState(0)
  const list = useRef<VirtualListHandle>(null)
  const caseId = useCaseOf(caseRef).value?.case.id ?? null
  const { found, stop } = useFind(caseId, options)
  const rows = useMemo(() => rowsOf(found, closed), [found, closed])
  const set = (part: Partial<FindOptions>) => {
    setOptions({ ...options, ...part })
    setActive(0)
  }
  const open = (index: number) => {
    const row = rows[index]
    if (!row) return
    if (row.is === 'file') {
      const next = new Set(closed)
      if (!next.delete(row.path)) next.add(row.path)
      return setClosed(next)
    }
    const column = String((row.line.ranges[0]?.start ?? 0) + 1)
    navigate(fileRoute({ caseRef, path: row.path }), { line: String(row.line.line), column })
  }
  return (
    <search className={styles.panel}>
      <Fields options={options} set={set} onLeave={() => list.current?.focus()} />
      <div className={cx(styles.said, found.state === 'failed' && styles.failed)}>
        <span role="status">{saidOf(found)}</span>
        {found.state === 'searching' && stop && (
          <Button size="small" look="quiet" onClick={stop}>
            Stop
          </Button>
        )}
      </div>
      {rows.length > 0 && (
        <div className={styles.list}>
          <VirtualList
            ref={list}
            label="Lines found"
            count={rows.length}
            rowHeight={rowHeight}
            active={Math.min(active, rows.length - 1)}
            onActiveChange={setActive}
            openOnClick
            onOpen={open}
            row={(index) => <FindRow row={rows[index]} />}
          />
        </div>
      )}
    </search>
  )
}

interface FieldsProps {
  options: FindOptions
  set: (part: Partial<FindOptions>) => void
  /** The person goes on to what was found. */
  onLeave: () => void
}

const Fields = ({ options, set, onLeave }: FieldsProps) => (
  <div className={styles.fields}>
    <div className={styles.first}>
      <Input
        data-pane-focus
        aria-label="Find in files"
        placeholder="Find in files"
        value={options.text}
        onChange={(event) => set({ text: event.target.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== 'ArrowDown') return
          event.preventDefault()
          onLeave()
        }}
      />
      <Toggle
        icon={CaseSensitive}
        label="Match case"
        on={options.matchCase}
        set={(matchCase) => set({ matchCase })}
      />
      <Toggle
        icon={WholeWord}
        label="Whole words"
        on={options.wholeWords}
        set={(wholeWords) => set({ wholeWords })}
      />
      <Toggle icon={Regex} label="Regular expression" on={options.regex} set={(regex) => set({ regex })} />
    </div>
    <Input
      aria-label="Files to search"
      placeholder="Only in, such as conf/**, *.xml"
      value={options.include}
      onChange={(event) => set({ include: event.target.value })}
    />
    <Input
      aria-label="Files to leave out"
      placeholder="Not in, such as *.log"
      value={options.exclude}
      onChange={(event) => set({ exclude: event.target.value })}
    />
  </div>
)

interface ToggleProps {
  icon: typeof Regex
  label: string
  on: boolean
  set: (on: boolean) => void
}

const Toggle = ({ icon, label, on, set }: ToggleProps) => (
  <IconButton
    size="small"
    icon={icon}
    label={label}
    aria-pressed={on}
    className={cx(on && styles.on)}
    onClick={() => set(!on)}
  />
)

const rowsOf = ({ files }: Found, closed: ReadonlySet<string>): Row[] =>
  files.flatMap(({ path, lines }): Row[] => {
    const open = !closed.has(path)
    const head: Row = { is: 'file', path, count: lines.length, open }
    return open ? [head, ...lines.map((line): Row => ({ is: 'line', path, line }))] : [head]
  })

const saidOf = ({ state, files, lines, truncated, problem }: Found): string => {
  if (state === 'none') return ''
  if (state === 'failed') return problem
  const count = `${lines.toLocaleString('en')} ${lines === 1 ? 'line' : 'lines'} in ${files.length.toLocaleString('en')} ${files.length === 1 ? 'file' : 'files'}`
  if (state === 'searching') return lines === 0 ? 'Searching' : `${count} so far`
  if (state === 'stopped') return `${count}, stopped before the end`
  if (lines === 0) return 'Nothing found'
  return truncated ? `${count}; there are more, make the text longer` : count
}

export default FindPanel
