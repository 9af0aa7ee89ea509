import { type ReactNode, useId } from 'react'
import styles from './section.module.css'

export interface SectionProps {
  title: string
  count?: number | undefined
  /** The act that adds something here. */
  act?: ReactNode
  /** On a page, or close together in a panel. */
  look?: 'page' | 'panel' | undefined
  children: ReactNode
}

export const Section = ({ title, count, act, look = 'page', children }: SectionProps) => {
  const id = useId()
  return (
    <section className={styles[look]} aria-labelledby={id}>
      <header className={styles.head}>
        <h3 id={id}>{title}</h3>
        {count !== undefined && count > 0 && (
          <span className={styles.count}>{count.toLocaleString('en')}</span>
        )}
        <span className={styles.grow} />
        {act}
      </header>
      {children}
    </section>
  )
}
