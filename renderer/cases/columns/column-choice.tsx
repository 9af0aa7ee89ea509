import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Popover } from '../../ui/popover.tsx'
import styles from './columns.module.css'
import {
  type Column,
  type ColumnId,
  columnFacts,
  columnIds,
  defaultColumns,
  moved,
  toggled,
} from './columns.ts'

export interface ColumnChoiceProps {
  columns: readonly Column[]
  onColumns: (columns: readonly Column[]) => void
  open: boolean
  onOpenChange: (open: boolean) => void
}

export const ColumnChoice = ({ columns, onColumns, open, onOpenChange }: ColumnChoiceProps) => {
  const shown = columns.map(({ id }) => id)
  const hidden = columnIds.filter((id) => !shown.includes(id))
  const line = (id: ColumnId) => {
    const { name } = columnFacts(id)
    const at = shown.indexOf(id)
    return (
      <div key={id} className={styles.choice}>
        <Checkbox
          checked={at >= 0}
          disabled={id === 'title'}
          label={name}
          onChange={() => onColumns(toggled(columns, id))}
        />
        {at >= 0 && (
          <span>
            <IconButton
              icon={ArrowUp}
              size="small"
              label={`Move ${name} left`}
              disabled={at === 0}
              onClick={() => onColumns(moved(columns, id, at - 1))}
            />
            <IconButton
              icon={ArrowDown}
              size="small"
              label={`Move ${name} right`}
              disabled={at === shown.length - 1}
              onClick={() => onColumns(moved(columns, id, at + 1))}
            />
          </span>
        )}
      </div>
    )
  }
  return (
    <Popover
      label="Columns"
      align="end"
      open={open}
      onOpenChange={onOpenChange}
      trigger={<IconButton icon={Columns3} label="Columns" />}
    >
      <div className={styles.menu}>
        {[...shown, ...hidden].map(line)}
        <Button size="small" onClick={() => onColumns(defaultColumns)}>
          Use the usual columns
        </Button>
        <p className={styles.hint}>
          Columns belong to the view. Those without room hide until there is some.
        </p>
      </div>
    </Popover>
  )
}
