import { ListFilter } from 'lucide-react'
import { plural } from '../../case/words.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Popover } from '../../ui/popover.tsx'
import styles from './logs.module.css'

/** Colours that tell services apart, in the order of their names. */
export const tints = 6

/** More would take the place of the lines. */
const besideAtMost = 4

export interface ServiceFilterProps {
  names: readonly string[]
  hidden: ReadonlySet<string>
  onHide: (hidden: ReadonlySet<string>) => void
}

/** Whose lines are shown: a button for each of a few services, a list of many. */
export const ServiceFilter = ({ names, hidden, onHide }: ServiceFilterProps) => {
  const toggle = (name: string) => {
    const next = new Set(hidden)
    if (!next.delete(name)) next.add(name)
    onHide(next)
  }
  if (names.length > besideAtMost) return <Many {...{ names, hidden, onHide, toggle }} />
  return names.map((name, at) => (
    <Button
      key={name}
      size="small"
      look="quiet"
      title={name}
      aria-pressed={!hidden.has(name)}
      className={styles.filter}
      onClick={() => toggle(name)}
    >
      <span className={styles.filterName} data-tint={at % tints}>
        {name}
      </span>
    </Button>
  ))
}

const Many = ({ names, hidden, onHide, toggle }: ServiceFilterProps & { toggle: (name: string) => void }) => {
  const shown = names.filter((name) => !hidden.has(name)).length
  const all = shown === names.length
  return (
    <Popover
      label="Services whose lines are shown"
      trigger={
        <Button size="small" icon={ListFilter} className={styles.many}>
          {all ? `All ${plural(names.length, 'service')}` : `${shown} of ${plural(names.length, 'service')}`}
        </Button>
      }
    >
      <div className={styles.choices}>
        <Checkbox
          label="All of them"
          checked={all ? true : shown === 0 ? false : 'mixed'}
          onChange={() => onHide(new Set(all ? names : []))}
        />
        {names.map((name, at) => (
          <Checkbox
            key={name}
            label={
              <span className={styles.choice} data-tint={at % tints}>
                {name}
              </span>
            }
            checked={!hidden.has(name)}
            onChange={() => toggle(name)}
          />
        ))}
      </div>
    </Popover>
  )
}
