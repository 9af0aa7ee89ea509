import { Archive, Filter, Plus, Search, Star } from 'lucide-react'
import { useState } from 'react'
import { type CaseStatus, caseStatuses } from '../../../shared/domain/vocabulary.ts'
import { Avatar } from '../avatar.tsx'
import { Button } from '../button.tsx'
import { Checkbox } from '../checkbox.tsx'
import { Combobox, type ComboOption } from '../combobox.tsx'
import { Field } from '../field.tsx'
import { IconButton } from '../icon-button.tsx'
import { Input } from '../input.tsx'
import { Select } from '../select.tsx'
import { StatusDot, statusNames } from '../status-dot.tsx'
import { TextArea } from '../text-area.tsx'
import { Toolbar, ToolbarDivider, ToolbarSpace } from '../toolbar.tsx'
import styles from './gallery.module.css'

const people = ['Ada Krämer', 'Bo Lindqvist', 'Chen Wei', 'Dora Novak', 'Emil Okafor']

const load = async (text: string): Promise<ComboOption[]> =>
  people
    .filter((name) => name.toLowerCase().includes(text.toLowerCase()))
    .map((name) => ({ id: name, label: name, hint: '3 open', mark: <Avatar name={name} size={18} /> }))

export const Controls = () => {
  const [status, setStatus] = useState<CaseStatus>('open')
  const [owner, setOwner] = useState<ComboOption | null>(null)
  const [checked, setChecked] = useState(true)
  const options = caseStatuses.map((value) => ({
    value,
    label: statusNames[value],
    mark: <StatusDot status={value} />,
  }))
  return (
    <>
      <div className={styles.line}>
        <Button look="primary" shortcut="Mod+Enter">
          Send
        </Button>
        <Button icon={Plus}>New case</Button>
        <Button look="quiet">Cancel</Button>
        <Button look="danger">Delete</Button>
        <Button disabled>Disabled</Button>
        <Button look="primary" disabled>
          Disabled
        </Button>
        <Button size="small" icon={Filter}>
          Small
        </Button>
      </div>
      <Toolbar label="Example">
        <IconButton icon={Star} label="Follow" shortcut="f" />
        <IconButton icon={Archive} label="Close the case" aria-pressed="true" />
        <IconButton icon={Archive} label="Disabled" disabled />
        <ToolbarDivider />
        <Select label="Status" value={status} options={options} onChange={setStatus} look="inline" />
        <ToolbarSpace />
        <Input icon={Search} aria-label="Filter" placeholder="Filter" style={{ width: 160 }} />
      </Toolbar>
      <div className={styles.form}>
        <Field label="Title" hint="What the customer would call it.">
          {(ids) => <Input {...ids} defaultValue="Pool exhausted after the patch" />}
        </Field>
        <Field label="E-mail address" error="This is not an address.">
          {(ids) => <Input {...ids} defaultValue="ops@" />}
        </Field>
        <Field label="Status">
          {({ id }) => <Select id={id} value={status} options={options} onChange={setStatus} />}
        </Field>
        <Field label="Owner">
          {({ id }) => (
            <Combobox
              id={id}
              label="Owner"
              value={owner}
              onChange={setOwner}
              load={load}
              none="No owner"
              placeholder="No owner"
              create={{
                label: (text) => `Add “${text}”`,
                run: (text) => setOwner({ id: text, label: text }),
              }}
            />
          )}
        </Field>
      </div>
      <TextArea aria-label="Note" placeholder="Write a note" growing />
      <div className={styles.line}>
        <Checkbox checked={checked} onChange={setChecked} label="Include the logs" />
        <Checkbox checked="mixed" onChange={setChecked} label="Some" />
        <Checkbox checked={false} onChange={setChecked} label="Off" disabled />
      </div>
    </>
  )
}
