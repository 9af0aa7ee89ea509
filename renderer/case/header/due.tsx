import { CalendarClock } from 'lucide-react'
import { useState } from 'react'
import { useBench } from '../../app/bench.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { Popover } from '../../ui/popover.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { useCasePage } from '../page.ts'
import { dateText, fromLocalInput, toLocalInput } from '../words.ts'
import styles from './header.module.css'

const hour = 3_600_000
const day = 24 * hour

/** Five in the afternoon of a day from now, in this machine's time zone. */
const evening = (daysAhead: number): number => {
  const at = new Date(Date.now() + daysAhead * day)
  at.setHours(17, 0, 0, 0)
  return at.getTime()
}

const proposals = [
  { label: 'In 4 hours', at: () => Math.ceil((Date.now() + 4 * hour) / 60_000) * 60_000 },
  { label: 'Tomorrow, 17:00', at: () => evening(1) },
  { label: 'In a week, 17:00', at: () => evening(7) },
]

export const Due = () => {
  const { client } = useBench()
  const { detail, change } = useCasePage()
  const { id, ref, dueAt, status } = detail.case
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const late = dueAt !== null && dueAt < Date.now() && status !== 'solved' && status !== 'closed'

  const show = (next: boolean) => {
    setOpen(next)
    if (next) setText(toLocalInput(dueAt ?? evening(1)))
  }
  const set = async (at: number | null) => {
    const said = at === null ? `${ref} has no due date` : `${ref} is due ${dateText(at)}`
    if (await change(said, () => client.cases.set({ ids: [id], set: { dueAt: at } }))) setOpen(false)
  }
  const typed = fromLocalInput(text)
  return (
    <Popover
      label="Due date"
      open={open}
      onOpenChange={show}
      trigger={
        <button type="button" data-act="due" className={cx(styles.chip, late && styles.late)}>
          <CalendarClock size={14} aria-hidden />
          {dueAt === null ? (
            <span className={styles.unset}>No due date</span>
          ) : (
            <span>
              {late ? 'Was due ' : 'Due '}
              <RelativeTime at={dueAt} form="long" />
            </span>
          )}
        </button>
      }
    >
      <form
        className={styles.popForm}
        onSubmit={(event) => {
          event.preventDefault()
          if (typed !== null) void set(typed)
        }}
      >
        <Field label="Due">
          {(ids) => (
            <Input
              {...ids}
              type="datetime-local"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <div className={styles.proposals}>
          {proposals.map(({ label, at }) => (
            <Button key={label} size="small" onClick={() => void set(at())}>
              {label}
            </Button>
          ))}
        </div>
        <div className={styles.popActs}>
          {dueAt !== null && (
            <Button look="quiet" onClick={() => void set(null)}>
              No due date
            </Button>
          )}
          <Button type="submit" look="primary" disabled={typed === null}>
            Set the due date
          </Button>
        </div>
      </form>
    </Popover>
  )
}
