import { type KeyboardEvent, useState } from 'react'
import { limits } from '../../../shared/domain/entities.ts'
import { type CaseKind, caseKinds, type Severity, severities } from '../../../shared/domain/vocabulary.ts'
import { useBench } from '../../app/bench.ts'
import { pathOf } from '../../app/router.ts'
import { Button } from '../../ui/button.tsx'
import { Combobox, type ComboOption } from '../../ui/combobox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { Select } from '../../ui/select.tsx'
import { SeverityMark, severityNames } from '../../ui/severity-mark.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { useChange } from '../change.ts'
import { parseComponent } from '../facts/purl.ts'
import { customerLoader } from '../pickers.ts'
import { kindNames } from '../words.ts'
import styles from './dialogs.module.css'

const kinds = caseKinds.map((kind) => ({ value: kind, label: kindNames[kind] }))
const levels = severities.map((severity) => ({
  value: String(severity),
  label: severityNames[severity],
  mark: <SeverityMark severity={severity} />,
}))

export const NewCaseForm = ({ onClose }: { onClose: () => void }) => {
  const { client, navigate } = useBench()
  const change = useChange()
  const [title, setTitle] = useState('')
  const [description, setDescription] = useState('')
  const [kind, setKind] = useState<CaseKind>('question')
  const [severity, setSeverity] = useState<Severity>(3)
  const [customer, setCustomer] = useState<ComboOption | null>(null)
  const [part, setPart] = useState('')
  const [faults, setFaults] = useState<{ title?: string; part?: string }>({})
  const [saving, setSaving] = useState(false)

  const create = async () => {
    const component = part.trim() === '' ? null : parseComponent(part)
    const wrong = {
      ...(title.trim() === '' && { title: 'Say in a few words what the problem is.' }),
      ...(component && 'fault' in component && { part: component.fault }),
    }
    setFaults(wrong)
    if (wrong.title || wrong.part || saving) return
    setSaving(true)
    const made = { ref: '' }
    const done = await change(
      () => `${made.ref} is created`,
      async () => {
        const customerId = await customerOf()
        const { ref, step } = await client.cases.create({
          title: title.trim(),
          description,
          kind,
          severity,
          customerId,
          components: component && 'component' in component ? [component.component] : [],
        })
        made.ref = ref
        return { step }
      },
    )
    setSaving(false)
    if (!done) return
    onClose()
    navigate(pathOf('case', made.ref))
  }
  /** The one chosen, made now where the name is new. */
  const customerOf = async (): Promise<string | null> => {
    if (!customer) return null
    if (customer.id !== '') return customer.id
    const { id } = await client.customers.set({ set: { name: customer.label } })
    setCustomer({ ...customer, id })
    return id
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    void create()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title="New case"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" shortcut="Mod+Enter" disabled={saving} onClick={() => void create()}>
            Create the case
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onKeyDown={onKeyDown}
        onSubmit={(event) => {
          event.preventDefault()
          void create()
        }}
      >
        <Field label="Title" error={faults.title}>
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              value={title}
              maxLength={limits.title}
              onChange={(event) => setTitle(event.target.value)}
            />
          )}
        </Field>
        <Field label="Description" hint="Markdown. What happens, since when, and what was expected.">
          {(ids) => (
            <TextArea
              {...ids}
              growing
              rows={5}
              value={description}
              onChange={(event) => setDescription(event.target.value)}
            />
          )}
        </Field>
        <div className={styles.row}>
          <Field label="Kind">
            {({ 'aria-invalid': _valid, ...ids }) => (
              <Select {...ids} value={kind} options={kinds} onChange={setKind} className={styles.wide} />
            )}
          </Field>
          <Field label="Severity">
            {({ 'aria-invalid': _valid, ...ids }) => (
              <Select
                {...ids}
                value={String(severity)}
                options={levels}
                onChange={(value) => setSeverity(severities.find((one) => String(one) === value) ?? severity)}
                className={styles.wide}
              />
            )}
          </Field>
          <Field label="Customer">
            {({ id }) => (
              <Combobox
                id={id}
                label="Customer"
                placeholder="No customer"
                none="No customer"
                value={customer}
                load={customerLoader(client)}
                create={{
                  label: (text) => `Add ${text} as a customer`,
                  run: (text) => setCustomer({ id: '', label: text }),
                }}
                onChange={setCustomer}
                className={styles.wide}
              />
            )}
          </Field>
        </div>
        <Field label="Component" hint="Such as tomcat@10.1.28, or a package URL" error={faults.part}>
          {(ids) => <Input {...ids} value={part} onChange={(event) => setPart(event.target.value)} />}
        </Field>
      </form>
    </Dialog>
  )
}
