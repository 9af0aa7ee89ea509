import { useState } from 'react'
import { useBench } from '../app/bench.ts'
import { useCall } from '../client/use-call.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { Field } from '../ui/field.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import type { OfCase } from '../workspace/acts.tsx'
import { runBisection } from './acts.ts'
import styles from './bisections.module.css'

const modes = [
  { value: 'versions', label: 'Versions of a service' },
  { value: 'settings', label: 'Settings of two configurations' },
] as const
type Mode = (typeof modes)[number]['value']

const blank = { service: '', good: '', bad: '', versions: '', works: '', fails: '' }

/** Asks what is searched and between which ends, and begins. */
export const BisectDialog = ({ found, onClose }: { found: OfCase; onClose: () => void }) => {
  const bench = useBench()
  const { client } = bench
  const [mode, setMode] = useState<Mode>('versions')
  const [typed, setTyped] = useState(blank)
  const [flags, setFlags] = useState({ findFix: false, verifyEnds: true })
  const [tried, setTried] = useState(false)
  const environment = useCall(
    (signal) => client.environments.status({ caseId: found.id }, { signal }),
    [client, found.id],
  )
  const names = [...new Set(environment.value?.services.map(({ service }) => service))]
  const service = typed.service || (names[0] ?? '')
  const filled =
    mode === 'versions'
      ? service !== '' && typed.good !== '' && typed.bad !== ''
      : typed.works !== '' && typed.fails !== ''
  const begin = () => {
    setTried(true)
    if (!filled) return
    onClose()
    void runBisection(
      bench,
      found,
      mode === 'versions'
        ? {
            ...{ mode, caseId: found.id, service, ...flags },
            good: typed.good.trim(),
            bad: typed.bad.trim(),
            versions: typed.versions.split(/[\s,]+/).filter(Boolean),
          }
        : { mode, caseId: found.id, works: typed.works.trim(), fails: typed.fails.trim() },
    )
  }
  const text = (key: keyof typeof blank, label: string, hint?: string) => (
    <Field
      label={label}
      {...(hint && { hint })}
      error={tried && !filled && key !== 'versions' && typed[key] === '' ? 'Say which.' : undefined}
    >
      {(field) => (
        <Input
          {...field}
          value={typed[key]}
          onChange={({ target }) => setTyped({ ...typed, [key]: target.value })}
        />
      )}
    </Field>
  )
  return (
    <FormDialog
      title={`Bisect ${found.ref}`}
      description="Each step starts the environment anew and runs the check of the case. Finished steps are kept, whatever happens."
      act="Begin"
      className={styles.form}
      onAct={begin}
      onClose={onClose}
    >
      <Field label="Search among">
        {({ id }) => <Select id={id} value={mode} options={modes} onChange={setMode} />}
      </Field>
      {mode === 'versions' ? (
        <>
          <Field
            label="Service"
            error={
              tried && service === ''
                ? 'The case has no environment with services. Propose one first.'
                : undefined
            }
          >
            {({ id }) => (
              <Select
                id={id}
                value={service}
                options={names.map((value) => ({ value, label: value }))}
                onChange={(value) => setTyped({ ...typed, service: value })}
              />
            )}
          </Field>
          {text('good', 'A version without the problem')}
          {text('bad', 'A version with the problem')}
          {text(
            'versions',
            'Versions, in order',
            'Leave it empty to try all that the recipe and the engine know.',
          )}
          <Checkbox
            label="Search for the first version without the problem"
            checked={flags.findFix}
            onChange={(findFix) => setFlags({ ...flags, findFix })}
          />
          <Checkbox
            label="Check both ends first"
            checked={flags.verifyEnds}
            onChange={(verifyEnds) => setFlags({ ...flags, verifyEnds })}
          />
        </>
      ) : (
        <>
          {text(
            'works',
            'Configuration that works',
            'A file or folder of the workspace, such as healthy/conf.',
          )}
          {text('fails', 'Configuration that fails', 'Its counterpart, such as environment/tomcat/conf.')}
        </>
      )}
    </FormDialog>
  )
}
