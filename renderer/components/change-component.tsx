import { useState } from 'react'
import { type Component, limits } from '../../shared/domain/entities.ts'
import { componentKinds } from '../../shared/domain/vocabulary.ts'
import { useBench } from '../app/bench.ts'
import { pathOf } from '../app/router.ts'
import { useChangeInParts } from '../case/change-in-parts.ts'
import dialogs from '../case/dialogs/dialogs.module.css'
import { componentKindNames } from '../case/words.ts'
import { Field } from '../ui/field.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import { type Faults, wantedOf } from './wanted.ts'

const kinds = componentKinds.map((kind) => ({ value: kind, label: componentKindNames[kind] }))

export interface ChangeComponentProps {
  before: Component
  /** Whether all versions are meant, and not just the one of `before`. */
  whole: boolean
  onClose: () => void
}

/** Changes a component in every case that names it. One that gets the name of another becomes one with it. */
export const ChangeComponent = ({ before, whole, onClose }: ChangeComponentProps) => {
  const { client, confirm, navigate } = useBench()
  const change = useChangeInParts()
  const [part, setPart] = useState(before)
  const [faults, setFaults] = useState<Faults>({})
  const { kind, name } = before

  const isTaken = async (next: { kind: string; name: string }) => {
    if (next.kind === kind && next.name.toLowerCase() === name.toLowerCase()) return false
    const { versions } = await client.components.versions({ name: next.name })
    return versions.some((one) => one.kind === next.kind)
  }
  const keep = async () => {
    const wanted = wantedOf(before, part)
    if ('faults' in wanted) return setFaults(wanted.faults)
    const { set } = wanted
    if (Object.keys(set).length === 0) return onClose()
    const next = { kind: set.kind ?? kind, name: set.name ?? name }
    onClose()
    const question = {
      title: `Make ${name} one with ${next.name}?`,
      text: 'Every case that names one of them then names the same. Undo takes them apart again.',
      act: 'Make them one',
    }
    if ((await isTaken(next)) && !(await confirm(question))) return
    const from = whole ? { kind, name } : { kind, name, version: before.version }
    const done = await change({
      said: whole ? `${name} is changed in every case` : `${name} ${before.version} is changed in every case`,
      title: `Changing ${name}`,
      parts: (signal) => client.components.change({ from, set }, signal && { signal }),
    })
    if (done && (set.kind || set.name))
      navigate(pathOf('components', next.kind, next.name), {}, { replace: true })
  }
  const field = (
    key: 'name' | 'version' | 'purl',
    label: string,
    more: { hint?: string; atMost: number },
  ) => (
    <Field label={label} hint={more.hint} error={faults[key]}>
      {(ids) => (
        <Input
          {...ids}
          autoFocus={key === (whole ? 'name' : 'version')}
          maxLength={more.atMost}
          value={part[key]}
          onChange={(event) => {
            setPart({ ...part, [key]: event.target.value })
            setFaults({})
          }}
        />
      )}
    </Field>
  )
  return (
    <FormDialog
      title={whole ? `Change ${name}` : `Change a version of ${name}`}
      description="It changes in every case that names it, and one undo takes all of it back."
      act="Keep"
      onAct={() => void keep()}
      onClose={onClose}
      className={dialogs.form}
    >
      {whole ? (
        <>
          {field('name', 'Name', { atMost: limits.name })}
          <Field label="Kind">
            {({ id }) => (
              <Select
                id={id}
                value={part.kind}
                options={kinds}
                onChange={(next) => setPart({ ...part, kind: next })}
                className={dialogs.wide}
              />
            )}
          </Field>
          {part.kind === 'package' &&
            field('purl', 'Package URL', { hint: 'Without the version; optional', atMost: 1000 })}
        </>
      ) : (
        field('version', 'Version', { atMost: limits.name })
      )}
    </FormDialog>
  )
}
