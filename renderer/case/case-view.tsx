import { useEffect, useMemo, useRef, useState } from 'react'
import type { HeldReply } from '../../shared/contract/sync.ts'
import { useBench } from '../app/bench.ts'
import { useLive } from '../client/use-live.ts'
import { Present } from '../presence/present.tsx'
import { ConflictBand } from '../sync/conflicts/band.tsx'
import { HeldBand } from '../sync/held/band.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { DropZone } from './attach/drop-zone.tsx'
import { Interrupted } from './attach/interrupted.tsx'
import { useAttach } from './attach/use-attach.ts'
import styles from './case.module.css'
import { type CaseDialog, useCaseCommands } from './commands.ts'
import { Composer } from './composer/composer.tsx'
import { createComposer } from './composer/store.ts'
import { MergeDialog } from './dialogs/merge.tsx'
import { AddLink } from './facts/add-link.tsx'
import { ComponentDialog } from './facts/component-dialog.tsx'
import { Banners } from './header/banners.tsx'
import { Header } from './header/header.tsx'
import { useCasePage } from './page.ts'
import { Timeline } from './timeline/timeline.tsx'

const noReplies: readonly HeldReply[] = []

/** A case at work: what it is, its story, and the place to write. */
export const CaseView = ({ active }: { active: boolean }) => {
  const { client } = useBench()
  const { detail } = useCasePage()
  const { id } = detail.case
  const root = useRef<HTMLDivElement>(null)
  const [dialog, setDialog] = useState<CaseDialog | null>(null)
  const [composer] = useState(() => createComposer({ client, caseId: id, now: Date.now }))
  const { attach, pick } = useAttach(detail.case)
  const { replies: held } = useLive(
    (signal) => client.sync.watchHeld({ caseId: id }, { signal }),
    [client, id],
  ).value ?? { replies: noReplies }
  const heldIds = useMemo(() => new Set(held.map(({ eventId }) => eventId)), [held])
  const close = () => setDialog(null)
  useEffect(() => composer.open(), [composer])
  useCaseCommands({ active, root, composer, pick, onDialog: setDialog })
  return (
    <DropZone label={`Attach to ${detail.case.ref}`} onFiles={(files) => void attach(files)}>
      <div ref={root} className={styles.page}>
        <Header
          onMerge={() => setDialog('merge')}
          onPick={pick}
          present={<Present caseId={id} composer={composer} active={active} />}
        />
        <Banners />
        <ConflictBand detail={detail} />
        <HeldBand replies={held} composer={composer} />
        <Timeline composer={composer} active={active} held={heldIds} />
        <Interrupted />
        <Composer composer={composer} />
      </div>
      {dialog === 'merge' && <MergeDialog onClose={close} />}
      {dialog === 'component' && <ComponentDialog before={null} onClose={close} />}
      {dialog === 'link' && (
        <Dialog open title={`Link ${detail.case.ref} to another case`} onClose={close}>
          <AddLink onDone={close} />
        </Dialog>
      )}
    </DropZone>
  )
}
