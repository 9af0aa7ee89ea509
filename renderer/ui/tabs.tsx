import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import styles from './tabs.module.css'

export interface Tab<T extends string> {
  id: T
  title: string
  count?: number | undefined
  /** Drawn while its tab is the active one. */
  view: () => ReactNode
}

export interface TabsProps<T extends string> {
  label: string
  tabs: readonly Tab<T>[]
  active: T
  onChange: (tab: T) => void
}

export const Tabs = <T extends string>({ label, tabs, active, onChange }: TabsProps<T>) => (
  <Radix.Root className={styles.root} value={active} onValueChange={(tab) => onChange(tab as T)}>
    <Radix.List className={styles.list} aria-label={label}>
      {tabs.map(({ id, title, count }) => (
        <Radix.Trigger key={id} value={id} className={styles.tab}>
          {title}
          {count !== undefined && <span className={styles.count}>{count.toLocaleString('en')}</span>}
        </Radix.Trigger>
      ))}
    </Radix.List>
    {tabs.map(({ id, view }) => (
      <Radix.Content key={id} value={id} className={styles.panel}>
        {id === active && view()}
      </Radix.Content>
    ))}
  </Radix.Root>
)
