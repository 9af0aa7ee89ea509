import { Command as Cmdk } from 'cmdk'
import { Search } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import styles from './picker.module.css'

export interface PickerItem {
  key: string
  title: ReactNode
  /** On the right, such as the folder of a file. */
  side?: ReactNode
}

export interface PickerProps {
  /** The accessible name. */
  label: string
  placeholder: string
  query: string
  onQuery: (query: string) => void
  /** What answers to the query, best first; ranking is the owner's. */
  items: readonly PickerItem[]
  heading?: string | undefined
  /** Under the list: that there is nothing, why, or what else can be typed. */
  note?: ReactNode
  onChoose: (key: string) => void
  onClose: () => void
}

/** A dialog to choose one of many by typing. */
export const Picker = ({ label, placeholder, onClose, ...rest }: PickerProps) => (
  <Radix.Root open onOpenChange={(next) => !next && onClose()}>
    <Radix.Portal>
      <Radix.Overlay className={styles.scrim}>
        <Radix.Content className={styles.palette} aria-describedby={undefined}>
          <Radix.Title className="visually-hidden">{label}</Radix.Title>
          <Choices label={label} placeholder={placeholder} {...rest} />
        </Radix.Content>
      </Radix.Overlay>
    </Radix.Portal>
  </Radix.Root>
)

const Choices = (props: Omit<PickerProps, 'onClose'>) => {
  const { label, placeholder, query, onQuery, items, heading, note, onChoose } = props
  const [moved, setMoved] = useState<string | null>(null)
  const first = items[0]?.key ?? ''
  const chosen = moved !== null && items.some(({ key }) => key === moved) ? moved : first
  return (
    <Cmdk
      shouldFilter={false}
      loop
      label={label}
      className={styles.finder}
      value={chosen}
      onValueChange={(key) => setMoved(key === first ? null : key)}
    >
      <div className={styles.search}>
        <Search size={16} aria-hidden />
        <Cmdk.Input value={query} onValueChange={onQuery} placeholder={placeholder} />
      </div>
      <Cmdk.List className={styles.list} label={label}>
        {items.length > 0 && (
          <Cmdk.Group heading={heading}>
            {items.map(({ key, title, side }) => (
              <Cmdk.Item key={key} value={key} className={styles.item} onSelect={() => onChoose(key)}>
                <span className={styles.title}>{title}</span>
                {side && <span className={styles.side}>{side}</span>}
              </Cmdk.Item>
            ))}
          </Cmdk.Group>
        )}
      </Cmdk.List>
      {note && (
        <p className={styles.note} role="status">
          {note}
        </p>
      )}
    </Cmdk>
  )
}
