import { X } from 'lucide-react'
import type { CsvMapping } from '../../shared/contract/imports.ts'
import { type ImportFormat, importFormats } from '../../shared/domain/vocabulary.ts'
import { bytesText } from '../app/save-bytes.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Select } from '../ui/select.tsx'
import { sentence } from '../ui/sentence.ts'
import styles from './imports.module.css'
import { formatNames, type InspectedFile } from './inspected.ts'
import { Mapping } from './mapping.tsx'

export interface ChosenFileProps {
  file: InspectedFile
  onFormat: (format: ImportFormat) => void
  onMapping: (mapping: CsvMapping) => void
  onRemove: () => void
}

const options = importFormats.map((value) => ({ value, label: formatNames[value] }))

/** One file about to be imported: what it was taken for, and for CSV its columns. */
export const ChosenFile = ({ file, onFormat, onMapping, onRemove }: ChosenFileProps) => {
  const { name, bytes, found, problem, format, mapping } = file
  return (
    <section className={styles.file} aria-label={name}>
      <div className={styles.heading}>
        <h2>{name}</h2>
        <span className={styles.note}>
          {bytesText(bytes)}
          {found ? ` · ${found.encoding}` : ''}
        </span>
        <Select
          label={`Format of ${name}`}
          size="small"
          value={format === 'auto' ? null : format}
          placeholder="Choose a format"
          options={options}
          onChange={onFormat}
        />
        <IconButton icon={X} label={`Leave out ${name}`} onClick={onRemove} />
      </div>
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {sentence(problem)}
        </p>
      )}
      {found?.csv && mapping && <Mapping csv={found.csv} mapping={mapping} onChange={onMapping} />}
    </section>
  )
}
