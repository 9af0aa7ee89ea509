import { Download, Paperclip } from 'lucide-react'
import { useState } from 'react'
import type { CardManifest } from '../../shared/domain/stack/card.ts'
import { useBench } from '../app/bench.ts'
import { bytesText } from '../app/save-bytes.ts'
import { useCall } from '../client/use-call.ts'
import { useLive } from '../client/use-live.ts'
import { verdictNames, verdictTones } from '../runs/words.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Field } from '../ui/field.tsx'
import { Select } from '../ui/select.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import type { OfCase } from '../workspace/acts.tsx'
import { attachCard, type CardChoice, saveCard } from './acts.ts'
import styles from './cards.module.css'
import { Members } from './members.tsx'
import { heldText } from './words.ts'

/** No snapshot has this name. */
const noData = '-'

/** Chooses what goes into the card of a case, shows what that is, and puts it on the case or into a file. */
export const CreateCard = ({ found, onClose }: { found: OfCase; onClose: () => void }) => {
  const bench = useBench()
  const { client } = bench
  const [choice, setChoice] = useState<CardChoice>({ keepSecrets: false, snapshot: null })
  const [busy, setBusy] = useState(false)
  const snapshots = useLive(
    (signal) => client.snapshots.watch({ caseId: found.id }, { signal }),
    [client, found.id],
  )
  const preview = useCall(
    (signal) => client.cards.preview({ caseId: found.id, ...choice }, { signal }),
    [client, found.id, choice.keepSecrets, choice.snapshot],
    { keep: true },
  )
  const act = (run: typeof attachCard) => () => {
    setBusy(true)
    void run(bench, found, choice).then((done) => (done ? onClose() : setBusy(false)))
  }
  const ready = preview.state === 'ended' && preview.value !== undefined && !busy
  return (
    <Dialog
      open
      wide
      title={`Repro card of ${found.ref}`}
      description="One file with the environment, its check and what the newest run left. Another bench opens it and replays it to a verdict, without a network where it has the images."
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button icon={Download} disabled={!ready} onClick={act(saveCard)}>
            Save as a file
          </Button>
          <Button look="primary" icon={Paperclip} disabled={!ready} onClick={act(attachCard)}>
            Attach to {found.ref}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <Field
          label="Data of its volumes"
          hint="Data of a snapshot goes along where it is small. What databases keep in their files is not masked."
        >
          {({ id }) => (
            <Select
              id={id}
              value={choice.snapshot ?? noData}
              options={[
                { value: noData, label: 'None: it starts with empty volumes' },
                ...(snapshots.value?.snapshots ?? []).map(({ name, bytes }) => ({
                  value: name,
                  label: `Snapshot ${name} (${bytesText(bytes)})`,
                })),
              ]}
              onChange={(value) => setChoice({ ...choice, snapshot: value === noData ? null : value })}
            />
          )}
        </Field>
        <Checkbox
          label="Keep passwords and keys as they are"
          checked={choice.keepSecrets}
          onChange={(keepSecrets) => setChoice({ ...choice, keepSecrets })}
        />
        {preview.state === 'failed' ? (
          <ErrorState title="There is no card to make" error={preview.error}>
            <Button onClick={preview.retry}>Try again</Button>
          </ErrorState>
        ) : preview.value ? (
          <GoesAlong card={preview.value.card} bytes={preview.value.bytes} />
        ) : (
          <Skeleton lines={4} label="Gathering what goes along" />
        )}
      </div>
    </Dialog>
  )
}

const GoesAlong = ({ card, bytes }: { card: CardManifest; bytes: number }) => {
  const { expected, notes } = card
  return (
    <section className={styles.along} aria-label="What goes along">
      <p className={styles.facts}>
        <b>{bytesText(bytes)}</b>
        <span>{heldText(card)}</span>
        {expected ? (
          <Badge tone={verdictTones[expected.verdict]}>{verdictNames[expected.verdict]}</Badge>
        ) : (
          <Badge>Never checked</Badge>
        )}
      </p>
      <Members card={card} />
      {notes.length > 0 && (
        <ul className={styles.notes} aria-label="To know">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </section>
  )
}
