import { useState } from 'react'
import type { CsvMapping } from '../../shared/contract/imports.ts'
import { caseKinds, caseStatuses, severities } from '../../shared/domain/vocabulary.ts'
import { Select } from '../ui/select.tsx'
import styles from './imports.module.css'
import { type InspectedFile, withColumn, withValue } from './inspected.ts'

type Csv = NonNullable<NonNullable<InspectedFile['found']>['csv']>

/** What each target is called for a person; a target without a name is shown as it is. */
const targetNames: Record<string, string> = {
  externalId: 'Number or key',
  title: 'Title',
  description: 'Description',
  status: 'Status',
  severity: 'Severity',
  kind: 'Kind',
  customer: 'Customer',
  customerDomain: 'Customer domain',
  owner: 'Owner',
  ownerEmail: 'Owner e-mail',
  reporter: 'Reporter',
  reporterEmail: 'Reporter e-mail',
  createdAt: 'Created',
  updatedAt: 'Updated',
  dueAt: 'Due',
  closedAt: 'Closed',
  resolution: 'Resolution',
  tags: 'Tags',
  component: 'Component',
  version: 'Version',
  url: 'Link',
  comments: 'Messages',
  notes: 'Internal notes',
}

/** Targets whose values come from a closed list and may need a translation. */
const vocabularies: Record<string, readonly string[]> = {
  status: caseStatuses,
  severity: severities.map(String),
  kind: caseKinds,
}

export interface MappingProps {
  csv: Csv
  mapping: CsvMapping
  onChange: (mapping: CsvMapping) => void
}

/** Which column of a CSV file fills which field, with sample values, and how values of closed lists translate. */
export const Mapping = ({ csv, mapping, onChange }: MappingProps) => {
  const used = new Set(Object.values(mapping.columns))
  const left = csv.columns.filter((column) => !used.has(column))
  return (
    <div className={styles.mapping}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Column</th>
            <th scope="col">First values</th>
          </tr>
        </thead>
        <tbody>
          {csv.targets.map((target) => (
            <Row key={target} target={target} csv={csv} mapping={mapping} onChange={onChange} />
          ))}
        </tbody>
      </table>
      {left.length > 0 && <p className={styles.note}>Kept under original fields: {left.join(', ')}.</p>}
    </div>
  )
}

/** Samples tell what is in a column; a long text tells it by its beginning. */
const short = (value: string) => (value.length > 60 ? `${value.slice(0, 60).trimEnd()}…` : value)

const Row = ({ target, csv, mapping, onChange }: MappingProps & { target: string }) => {
  const column = mapping.columns[target] ?? ''
  const index = csv.columns.indexOf(column)
  const values = [...new Set(csv.sample.map((row) => row[index] ?? '').filter(Boolean))]
  const name = targetNames[target] ?? target
  const options = [
    { value: '-', label: 'Nothing' },
    ...csv.columns.map((value) => ({ value: `:${value}`, label: value })),
  ]
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <Select
          label={`Column for ${name}`}
          size="small"
          value={column ? `:${column}` : '-'}
          options={options}
          onChange={(value) => onChange(withColumn(mapping, target, value.slice(1)))}
        />
      </td>
      <td className={styles.sample}>
        {vocabularies[target] && values.length > 0 ? (
          <Translations target={target} values={values} mapping={mapping} onChange={onChange} />
        ) : (
          values.slice(0, 3).map(short).join(' · ')
        )}
      </td>
    </tr>
  )
}

interface TranslationsProps {
  target: string
  values: readonly string[]
  mapping: CsvMapping
  onChange: (mapping: CsvMapping) => void
}

const Translations = ({ target, values, mapping, onChange }: TranslationsProps) => {
  const [open, setOpen] = useState(false)
  const shown = open ? values : values.slice(0, 4)
  const known = mapping.values[target] ?? {}
  const options = [
    { value: '', label: 'As it is' },
    ...(vocabularies[target] ?? []).map((value) => ({ value: `=${value}`, label: value })),
  ].map(({ value, label }) => ({ value: value || '-', label }))
  return (
    <div className={styles.translations}>
      {shown.map((from) => (
        <div key={from} className={styles.translation}>
          <span title={from}>{from}</span>
          <span aria-hidden>→</span>
          <Select
            label={`${from} becomes`}
            size="small"
            look="inline"
            value={known[from] === undefined ? '-' : `=${known[from]}`}
            options={options}
            onChange={(value) => onChange(withValue(mapping, { target, from, to: value.slice(1) }))}
          />
        </div>
      ))}
      {values.length > 4 && (
        <button type="button" className={styles.more} onClick={() => setOpen(!open)}>
          {open ? 'Fewer values' : values.length === 5 ? '1 more value' : `${values.length - 4} more values`}
        </button>
      )}
    </div>
  )
}
