import { useState } from 'react'
import { useBench } from '../../app/bench.ts'
import { pathOf } from '../../app/router.ts'
import { useCall } from '../../client/use-call.ts'
import { Button } from '../../ui/button.tsx'
import { Combobox, type ComboOption } from '../../ui/combobox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { sentence } from '../../ui/sentence.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useCasePage } from '../page.ts'
import { caseLoader } from '../pickers.ts'
import { plural } from '../words.ts'
import styles from './dialogs.module.css'

/** Merges the case into another one, after a look at what that does. */
export const MergeDialog = ({ onClose }: { onClose: () => void }) => {
  const { client, navigate } = useBench()
  const { detail, change } = useCasePage()
  const { id, ref } = detail.case
  const [into, setInto] = useState<ComboOption | null>(null)
  const [merging, setMerging] = useState(false)

  const merge = async () => {
    if (!into || merging) return
    setMerging(true)
    const done = await change(`${ref} is merged into ${into.id}`, () =>
      client.cases.merge({ fromId: id, intoKey: into.id }),
    )
    setMerging(false)
    if (!done) return
    onClose()
    navigate(pathOf('case', into.id))
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Merge ${ref} into another case`}
      description="The story of this case goes on there. This one stays as a signpost, and undo takes all of it back."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={!into || merging} onClick={() => void merge()}>
            {into ? `Merge into ${into.id}` : 'Merge'}
          </Button>
        </>
      }
    >
      <Field label="The case that stays">
        {({ id: fieldId }) => (
          <Combobox
            id={fieldId}
            label="The case that stays"
            placeholder="Find a case by reference or words"
            value={into}
            load={caseLoader(client, [ref])}
            onChange={setInto}
            className={styles.wide}
          />
        )}
      </Field>
      {into && <MergePreview key={into.id} fromId={id} intoKey={into.id} />}
    </Dialog>
  )
}

const fieldNames: Record<string, string> = {
  customerId: 'customer',
  ownerId: 'owner',
  dueAt: 'due date',
}

const MergePreview = ({ fromId, intoKey }: { fromId: string; intoKey: string }) => {
  const { client } = useBench()
  const { detail } = useCasePage()
  const { value, state, error } = useCall(
    (signal) => client.cases.mergePreview({ fromId, intoKey }, { signal }),
    [client, fromId, intoKey],
  )
  if (state === 'failed')
    return (
      <p role="alert" className={styles.failure}>
        {sentence(error)}
      </p>
    )
  if (!value) return <Skeleton lines={3} />
  const show = (field: string, text: string) =>
    field === 'dueAt' && text !== '' ? new Date(Number(text)).toLocaleString('en-GB') : text || 'none'
  return (
    <div className={styles.preview}>
      <p>
        {plural(value.events, 'event')} and {plural(value.attachments, 'file')} go over to{' '}
        <b>{value.into.ref}</b> {value.into.title}.
      </p>
      {value.differing.length > 0 && (
        <table className={styles.differing}>
          <caption>Where the two differ, the values of {value.into.ref} stay</caption>
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">{detail.case.ref}</th>
              <th scope="col">{value.into.ref} (stays)</th>
            </tr>
          </thead>
          <tbody>
            {value.differing.map(({ field, from, into }) => (
              <tr key={field}>
                <th scope="row">{fieldNames[field] ?? field}</th>
                <td>{show(field, from)}</td>
                <td>{show(field, into)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}
