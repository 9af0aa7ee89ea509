import { ListFilter } from 'lucide-react'
import { useRef } from 'react'
import { addFilter, removeFilter } from '../../../shared/domain/query/edit.ts'
import { type Field, factsOf } from '../../../shared/domain/query/fields.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, type MenuItem } from '../../ui/menu.tsx'

export interface FilterMenuProps {
  text: string
  /** The text with a filter more or less. */
  onText: (text: string) => void
  /** The text with a filter begun whose value is to be typed. */
  onBegin: (text: string) => void
  /** The menu is gone after `onBegin`: now one can type. */
  onBegun: () => void
  open: boolean
  onOpenChange: (open: boolean) => void
}

const names: readonly (readonly [Field, string])[] = [
  ['status', 'Status'],
  ['severity', 'Severity'],
  ['kind', 'Kind'],
  ['is', 'State'],
  ['has', 'Has'],
  ['updated', 'Updated'],
  ['created', 'Created'],
  ['due', 'Due'],
]

/** Whose values only typing can name. */
const typed: readonly (readonly [Field, string])[] = [
  ['customer', 'Customer…'],
  ['owner', 'Owner…'],
  ['component', 'Component…'],
  ['tag', 'Tag…'],
  ['reporter', 'Reporter…'],
  ['source', 'Imported from…'],
]

/** Filters for the mouse: it writes them into the text of the search, where they can be read and learnt. */
const filterItems = ({
  text,
  onText,
  onBegin,
}: Pick<FilterMenuProps, 'text' | 'onText' | 'onBegin'>): MenuItem[] => {
  const choice = (field: Field, value: string, hint: string): MenuItem => {
    const without = removeFilter(text, field, value)
    const chosen = without !== text
    return {
      label: hint ? `${value} · ${hint}` : value,
      checked: chosen,
      run: () => onText(chosen ? without : addFilter(text, field, value)),
    }
  }
  return [
    ...names.map(
      ([field, label]): MenuItem => ({
        label,
        items: factsOf(field).values.map(({ value, hint }) => choice(field, value, hint)),
      }),
    ),
    'separator',
    ...typed.map(
      ([field, label]): MenuItem => ({ label, run: () => onBegin(`${text.trim()} ${field}:`.trim()) }),
    ),
  ]
}

export const FilterMenu = ({ open, onOpenChange, text, onText, onBegin, onBegun }: FilterMenuProps) => {
  const begun = useRef(false)
  const begin = (next: string) => {
    begun.current = true
    onBegin(next)
  }
  const onClosed = () => {
    const typing = begun.current
    begun.current = false
    if (typing) onBegun()
    return typing
  }
  return (
    <Menu
      open={open}
      onOpenChange={onOpenChange}
      onClosed={onClosed}
      trigger={
        <Button icon={ListFilter} look="plain">
          Filter
        </Button>
      }
      items={filterItems({ text, onText, onBegin: begin })}
    />
  )
}
