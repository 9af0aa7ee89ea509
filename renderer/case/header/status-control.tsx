import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { type CaseStatus, caseStatuses } from '../../../shared/domain/vocabulary.ts'
import { useBench } from '../../app/bench.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Popover } from '../../ui/popover.tsx'
import { StatusDot, statusNames } from '../../ui/status-dot.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { useCasePage } from '../page.ts'
import styles from './header.module.css'

const isDone = (status: CaseStatus) => status === 'solved' || status === 'closed'

/** The status, changed with a reason; a case that is solved is also asked for its cause. */
export const StatusControl = () => {
  const { detail } = useCasePage()
  const [open, setOpen] = useState(false)
  return (
    <Popover
      label="Status"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button type="button" data-act="status" className={styles.chip}>
          <StatusDot status={detail.case.status} named />
        </button>
      }
    >
      <StatusForm onDone={() => setOpen(false)} />
    </Popover>
  )
}

const StatusForm = ({ onDone }: { onDone: () => void }) => {
  const { client } = useBench()
  const { detail, change } = useCasePage()
  const { id, ref, status, resolution: cause } = detail.case
  const [chosen, setChosen] = useState<CaseStatus>(status)
  const [reason, setReason] = useState('')
  const [resolution, setResolution] = useState(cause)
  const asksCause = isDone(chosen)
  const choices = useRef<HTMLFieldSetElement>(null)
  // The arrows begin at the present status, and not at the first one.
  useEffect(() => choices.current?.querySelector<HTMLElement>(':checked')?.focus(), [])

  const save = async () => {
    const set = { status: chosen, ...(asksCause && resolution !== cause ? { resolution } : {}) }
    const said = `${ref} is ${statusNames[chosen].toLowerCase()}`
    if (await change(said, () => client.cases.set({ ids: [id], set, reason: reason.trim() }))) onDone()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    void save()
  }
  return (
    <form
      className={styles.popForm}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <fieldset ref={choices} className={styles.statuses}>
        <legend className="visually-hidden">Status</legend>
        {caseStatuses.map((one) => (
          <label key={one} className={styles.status}>
            <input
              type="radio"
              name="status"
              value={one}
              checked={chosen === one}
              onChange={() => setChosen(one)}
            />
            <StatusDot status={one} named />
          </label>
        ))}
      </fieldset>
      <Field label="Reason (optional)">
        {(ids) => (
          <TextArea
            {...ids}
            rows={2}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      {asksCause && (
        <Field label="Cause and solution" hint="Markdown; it stays with the case.">
          {(ids) => (
            <TextArea
              {...ids}
              rows={3}
              value={resolution}
              onChange={(event) => setResolution(event.target.value)}
            />
          )}
        </Field>
      )}
      <div className={styles.popActs}>
        <Button
          type="submit"
          look="primary"
          shortcut="Mod+Enter"
          disabled={chosen === status && (!asksCause || resolution === cause)}
        >
          Set status
        </Button>
      </div>
    </form>
  )
}
