import { FileDiff, type LucideIcon, Package, SlidersHorizontal } from 'lucide-react'
import type { EnvironmentDifference } from '../../shared/contract/compare.ts'
import styles from './compare.module.css'
import { type SideName, sideTitles } from './sides.ts'

const icons: Readonly<Record<EnvironmentDifference['kind'], LucideIcon>> = {
  version: Package,
  setting: SlidersHorizontal,
  file: FileDiff,
}

export const kindNames: Readonly<Record<EnvironmentDifference['kind'], string>> = {
  version: 'Version',
  setting: 'Setting',
  file: 'File',
}

export const TableHead = ({ sides, height }: { sides: readonly SideName[]; height: number }) => (
  <div role="row" className={styles.row} style={{ height }} data-head>
    <span role="columnheader">What</span>
    {sides.map((name) => (
      <span key={name} role="columnheader">
        {sideTitles[name]}
      </span>
    ))}
    <span role="columnheader">Why it stands here</span>
  </div>
)

export interface DifferenceRowProps {
  difference: EnvironmentDifference
  sides: readonly SideName[]
}

/** The end of a path of files or of elements, by which a person knows it. */
const lastName = (path: string): string => path.split('/').at(-1) || path

/** One difference: what it is about, and what each environment has. */
export const DifferenceRow = ({ difference, sides }: DifferenceRowProps) => {
  const { kind, where, key, reason, noise, now } = difference
  const Icon = icons[kind]
  return (
    <div role="presentation" className={styles.row} data-noise={noise}>
      <span role="gridcell" className={styles.what} title={`${where} ${key}`.trim()}>
        <span role="img" aria-label={kindNames[kind]}>
          <Icon size={14} aria-hidden />
        </span>
        <b>{lastName(key === '' ? where : key)}</b>
        {key !== '' && <span className={styles.where}>{lastName(where)}</span>}
      </span>
      {sides.map((name) => {
        const value = difference[name]
        return (
          <span
            key={name}
            role="gridcell"
            className={styles.value}
            title={value ?? 'Not there'}
            data-none={value === null}
            data-differs={name !== 'now' && value !== now}
          >
            {value ?? 'none'}
          </span>
        )
      })}
      <span role="gridcell" className={styles.reason} title={reason}>
        {reason}
      </span>
    </div>
  )
}
