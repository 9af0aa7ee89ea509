import { RotateCw, Search } from 'lucide-react'
import { useState } from 'react'
import type { EnvironmentDifference } from '../../shared/contract/compare.ts'
import { useBench } from '../app/bench.ts'
import { plural } from '../case/words.ts'
import { diffRoute, fileRoute } from '../editor/file-key.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import { Toolbar, ToolbarSpace } from '../ui/toolbar.tsx'
import { VirtualList } from '../ui/virtual-list.tsx'
import type { OfCase } from '../workspace/acts.tsx'
import styles from './compare.module.css'
import { Detail } from './detail.tsx'
import { DifferenceRow, TableHead } from './difference-row.tsx'
import { allOfThem, type Filter, filtered } from './filter.ts'
import { placeOf, type SideName, type Sides, sideNames, sideTitles } from './sides.ts'

const rowHeight = 30
const headHeight = 30

const kinds = [
  { value: 'all', label: 'All kinds' },
  { value: 'version', label: 'Versions' },
  { value: 'setting', label: 'Settings' },
  { value: 'file', label: 'Files' },
] as const

export interface DifferencesProps {
  found: OfCase
  sides: Sides
  compared: { differences: readonly EnvironmentDifference[]; total: number; notes: readonly string[] }
  onAgain: () => void
}

/** What environments differ in, the likeliest cause first; Enter shows both files of one side by side. */
export const Differences = ({ found, sides, compared, onAgain }: DifferencesProps) => {
  const { navigate } = useBench()
  const [filter, setFilter] = useState(allOfThem)
  const [wanted, setWanted] = useState(0)
  const rows = filtered(compared.differences, filter)
  const at = Math.min(wanted, rows.length - 1)
  const shownSides = sideNames.filter((name) => sides[name] !== null)
  const acts = (one: EnvironmentDifference | undefined) =>
    one ? actsOf({ found, sides, one, navigate }) : []
  const change = (part: Partial<Filter>) => {
    setFilter({ ...filter, ...part })
    setWanted(0)
  }
  const active = rows[at]
  return (
    <>
      <Bar {...{ filter, compared, onAgain }} shown={rows.length} onFilter={change} />
      {compared.notes.length > 0 && <p className={styles.notes}>{compared.notes.join(' ')}</p>}
      <div className={styles.table} data-sides={shownSides.length}>
        {rows.length === 0 ? (
          <EmptyState
            title="No difference answers to that"
            text="Show all kinds, or what differs everywhere."
          />
        ) : (
          <VirtualList
            label="Differences"
            count={rows.length}
            rowHeight={rowHeight}
            columns={shownSides.length + 2}
            header={<TableHead sides={shownSides} height={headHeight} />}
            headerHeight={headHeight}
            active={at}
            onActiveChange={setWanted}
            onOpen={(index) => acts(rows[index])[0]?.run()}
            menu={(index) => acts(rows[index])}
            row={(index) => {
              const one = rows[index]
              return one && <DifferenceRow difference={one} sides={shownSides} />
            }}
          />
        )}
      </div>
      {active && <Detail difference={active} sides={shownSides} acts={acts(active)} />}
    </>
  )
}

interface Jump {
  label: string
  run: () => void
}

interface Jumping {
  found: OfCase
  sides: Sides
  one: EnvironmentDifference
  navigate: ReturnType<typeof useBench>['navigate']
}

/** Where one may go from a difference: its two files side by side, or a file that only one side has. */
const actsOf = ({ found: { ref }, sides, one, navigate }: Jumping): Jump[] => {
  const place = (name: SideName) => placeOf(one, sides, name)
  const now = place('now')
  const others = (['healthy', 'ours'] as const).flatMap((name) => {
    const path = place(name)
    return path === null ? [] : [{ name, path }]
  })
  if (now === null)
    return others.map(({ name, path }) => ({
      label: `Open the file of ${sideTitles[name].toLowerCase()}`,
      run: () => navigate(fileRoute({ caseRef: ref, path })),
    }))
  const differing = others.toSorted(
    (a, b) => Number(one[b.name] !== one.now) - Number(one[a.name] !== one.now),
  )
  const diffs = differing.map(({ name, path }) => ({
    label: `Compare with ${name === 'ours' ? 'ours' : 'when it was healthy'}`,
    run: () => navigate(diffRoute({ caseRef: ref, path: now }), { against: path }),
  }))
  return [...diffs, { label: 'Open the file', run: () => navigate(fileRoute({ caseRef: ref, path: now })) }]
}

interface BarProps {
  filter: Filter
  compared: DifferencesProps['compared']
  shown: number
  onFilter: (part: Partial<Filter>) => void
  onAgain: () => void
}

const Bar = ({ filter, compared: { differences, total }, shown, onFilter, onAgain }: BarProps) => {
  const noise = differences.filter((one) => one.noise).length
  return (
    <Toolbar label="Differences" className={styles.bar}>
      <div className={styles.find}>
        <Input
          icon={Search}
          aria-label="Find in the differences"
          placeholder="Find a file, setting or value"
          value={filter.text}
          onChange={({ target }) => onFilter({ text: target.value })}
        />
      </div>
      <Select
        label="Kind"
        size="small"
        value={filter.kind}
        options={kinds}
        onChange={(kind) => onFilter({ kind })}
      />
      {noise > 0 && (
        <Checkbox
          label={`${noise.toLocaleString('en')} that ${noise === 1 ? 'differs' : 'differ'} everywhere`}
          checked={filter.noise}
          onChange={(show) => onFilter({ noise: show })}
        />
      )}
      <ToolbarSpace />
      <span className={styles.count}>
        {plural(shown, 'difference')}
        {total > differences.length && ` of the first ${differences.length.toLocaleString('en')}`}
      </span>
      <IconButton icon={RotateCw} label="Compare again" size="small" onClick={onAgain} />
    </Toolbar>
  )
}
