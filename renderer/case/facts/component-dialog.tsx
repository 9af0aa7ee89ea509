import { useState } from 'react'
import { type Component, component } from '../../../shared/domain/entities.ts'
import { componentKinds } from '../../../shared/domain/vocabulary.ts'
import { useBench } from '../../app/bench.ts'
import { Field } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { Input } from '../../ui/input.tsx'
import { Select } from '../../ui/select.tsx'
import dialogs from '../dialogs/dialogs.module.css'
import { useCasePage } from '../page.ts'
import { componentKindNames } from '../words.ts'
import { parseComponent } from './purl.ts'

const kinds = componentKinds.map((kind) => ({ value: kind, label: componentKindNames[kind] }))
const blank: Component = { kind: 'package', name: '', version: '', purl: '' }

export interface ComponentDialogProps {
  /** The one to change; null to add one. */
  before: Component | null
  onClose: () => void
}

/** A package URL pasted into any field fills all of them. */
export const ComponentDialog = ({ before, onClose }: ComponentDialogProps) => {
  const { client } = useBench()
  const { detail, change } = useCasePage()
  const { id, ref } = detail.case
  const [part, setPart] = useState<Component>(before ?? blank)
  const [fault, setFault] = useState<{ name?: string; purl?: string }>({})

  const type = (field: 'name' | 'version' | 'purl', text: string) => {
    const parsed = text.trim().startsWith('pkg:') ? parseComponent(text) : null
    if (parsed && 'component' in parsed)
      return setPart({ ...parsed.component, version: parsed.component.version || part.version })
    setPart({ ...part, [field]: text })
  }
  const save = async (next: Component) => {
    const said = before
      ? `${next.name} is changed in the stack of ${ref}`
      : `${next.name} is in the stack of ${ref}`
    const remove = before ? [before] : []
    if (await change(said, () => client.cases.setComponents({ id, add: [next], remove }))) onClose()
  }
  const keep = () => {
    const isPackage = part.kind === 'package'
    const wanted = { ...part, version: part.version.trim(), purl: isPackage ? part.purl.trim() : '' }
    const parsed = component.safeParse(wanted)
    const purl = wanted.purl === '' ? null : parseComponent(wanted.purl)
    if (!parsed.success) return setFault({ name: 'Give a name of at most 300 letters.' })
    if (purl && 'fault' in purl) return setFault({ purl: purl.fault })
    void save(parsed.data)
  }
  return (
    <FormDialog
      title={before ? `Change ${before.name}` : 'Add a component'}
      description="Paste a package URL (pkg:…) anywhere to fill all fields."
      act={before ? 'Keep' : 'Add'}
      onAct={keep}
      onClose={onClose}
      className={dialogs.form}
    >
      <Field label="Name" error={fault.name}>
        {(ids) => (
          <Input
            {...ids}
            autoFocus
            value={part.name}
            onChange={(event) => type('name', event.target.value)}
          />
        )}
      </Field>
      <div className={dialogs.row}>
        <Field label="Version">
          {(ids) => (
            <Input {...ids} value={part.version} onChange={(event) => type('version', event.target.value)} />
          )}
        </Field>
        <Field label="Kind">
          {({ id }) => (
            <Select
              id={id}
              value={part.kind}
              options={kinds}
              onChange={(kind) => setPart({ ...part, kind })}
              className={dialogs.wide}
            />
          )}
        </Field>
      </div>
      {part.kind === 'package' && (
        <Field label="Package URL" hint="Without the version; optional" error={fault.purl}>
          {(ids) => (
            <Input {...ids} value={part.purl} onChange={(event) => type('purl', event.target.value)} />
          )}
        </Field>
      )}
    </FormDialog>
  )
}
