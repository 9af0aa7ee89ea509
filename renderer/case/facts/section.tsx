import { type ReactNode, useId } from 'react'
import styles from './facts.module.css'

export interface SectionProps {
  title: string
  count?: number | undefined
  /** The act that adds something here. */
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

export const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className={styles.fact}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
