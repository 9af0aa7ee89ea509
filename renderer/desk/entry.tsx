import type { ReactNode } from 'react'
import styles from './desk.module.css'

export interface EntryProps {
  mark: ReactNode
  name: ReactNode
  below: string
  count: number
  /** What is counted, for one and for more, such as "open case". */
  counted: string
}

/** One of a directory in two lines, with a count at its end. */
export const Entry = ({ mark, name, below, count, counted }: EntryProps) => (
  <>
    {mark}
    <span className={styles.names}>
      <span className={styles.name}>{name}</span>
      <span className={styles.below}>{below}</span>
    </span>
    {count > 0 && (
      <span
        className={styles.count}
        title={`${count.toLocaleString('en')} ${counted}${count === 1 ? '' : 's'}`}
      >
        {count.toLocaleString('en')}
        <span className="visually-hidden">{` ${counted}${count === 1 ? '' : 's'}`}</span>
      </span>
    )}
  </>
)
