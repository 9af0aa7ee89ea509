import { lanes } from '../../../shared/domain/vocabulary.ts'
import { laneFacts } from '../../ui/lane-tag.tsx'
import { Select } from '../../ui/select.tsx'
import { plural } from '../words.ts'
import { type EventFilter, everything, type What } from './filter.ts'
import styles from './timeline.module.css'

const whatOptions: { value: What; label: string }[] = [
  { value: 'all', label: 'Everything' },
  { value: 'messages', label: 'Only messages' },
  { value: 'evidence', label: 'Only evidence' },
]

const laneOptions = [
  { value: 'all' as const, label: 'All lanes' },
  ...lanes.map((lane) => ({ value: lane, label: `${laneFacts[lane].label} lane` })),
]

export interface FilterBarProps {
  filter: EventFilter
  total: number
  shown: number
  onChange: (filter: EventFilter) => void
}

export const FilterBar = ({ filter, total, shown, onChange }: FilterBarProps) => {
  const filtered = filter.lane !== 'all' || filter.what !== 'all'
  return (
    <div className={styles.bar}>
      <h2>Timeline</h2>
      <span className={styles.count}>
        {filtered ? `${shown.toLocaleString('en')} shown` : plural(total, 'event')}
      </span>
      <span className={styles.grow} />
      {filtered && (
        <button type="button" className={styles.clear} onClick={() => onChange(everything)}>
          Show all
        </button>
      )}
      <Select
        look="inline"
        size="small"
        label="Lane"
        value={filter.lane}
        options={laneOptions}
        onChange={(lane) => onChange({ ...filter, lane })}
      />
      <Select
        look="inline"
        size="small"
        label="Show"
        value={filter.what}
        options={whatOptions}
        onChange={(what) => onChange({ ...filter, what })}
      />
    </div>
  )
}
