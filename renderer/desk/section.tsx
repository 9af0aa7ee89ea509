import { type ReactNode, useId } from 'react'
import styles from './desk.module.css'

export interface SectionProps {
  title: string
  count?: number | undefined
  act?: ReactNode
  children: ReactNode
}

export const Section = ({ title, count, act, children }: SectionProps) => {
  const id = useId()
  return (
    <section className={styles.section} aria-labelledby={id}>
      <header className={styles.sectionHead}>
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
