import { Eye, Paperclip, PencilLine, Send, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Lane } from '../../../shared/domain/vocabulary.ts'
import { useBench } from '../../app/bench.ts'
import { undoAct } from '../../app/history.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { useCasePage } from '../page.ts'
import { CaseMarkdown } from '../timeline/case-markdown.tsx'
import { audienceOf, ConfirmStep } from './audience.tsx'
import styles from './composer.module.css'
import { type Draft, isEmpty } from './draft.ts'
import { LaneSwitch } from './lane-switch.tsx'
import type { ComposerState, ComposerStore } from './store.ts'
import { TextBox } from './text-box.tsx'
import { useComposerFiles } from './use-files.ts'

/** Where a person writes. Who will read it is always said in words. */
export const Composer = ({ composer }: { composer: ComposerStore }) => {
  const bench = useBench()
  const { detail } = useCasePage()
  const state = useStore(composer.store)
  const { lane, drafts, confirming } = state
  const [preview, setPreview] = useState(false)
  const box = useRef<HTMLTextAreaElement>(null)
  const audienceId = useId()
  const { takeFiles, pick, sending } = useComposerFiles(composer, box)
  const draft = drafts[lane]
  const empty = isEmpty(draft)

  useEffect(() => {
    if (state.focusAsked === 0) return
    setPreview(false)
    const element = box.current
    element?.focus()
    element?.setSelectionRange(element.value.length, element.value.length)
  }, [state.focusAsked])

  const send = async () => {
    if (sending) return
    const posted = await composer.send()
    if (posted) {
      setPreview(false)
      const undo = posted.step === null ? {} : { act: undoAct(bench, posted.step) }
      bench.toast({ key: 'history', text: saidWords[lane], ...undo })
    }
    if (!composer.store.getState().confirming) box.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.shiftKey) {
      // A key held down is one act, and never also the second one.
      if (!event.repeat) void send()
    } else if (event.key === 'Escape' && confirming) composer.back()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <section
      className={cx(styles.composer, styles[lane])}
      aria-label="Write"
      onKeyDown={onKeyDown}
      onDrop={(event) => {
        if (event.dataTransfer.files.length === 0) return
        event.preventDefault()
        void takeFiles([...event.dataTransfer.files])
      }}
    >
      <div className={styles.head}>
        <LaneSwitch lane={lane} drafts={drafts} onChange={composer.focus} />
        <span className={styles.audience} id={audienceId}>
          {audienceOf(lane, detail)}
        </span>
      </div>
      {preview ? (
        <div className={styles.preview}>
          {empty ? (
            <p className={styles.nothing}>Nothing to show yet.</p>
          ) : (
            <CaseMarkdown text={draft.text} />
          )}
        </div>
      ) : (
        <TextBox
          ref={box}
          describedBy={audienceId}
          text={draft.text}
          disabled={!state.ready}
          readOnly={state.posting}
          placeholder={placeholders[lane]}
          onChange={composer.write}
          onFiles={(files) => void takeFiles(files)}
        />
      )}
      <DraftFiles files={draft.files} onRemove={composer.removeFile} />
      {state.failure && (
        <p className={styles.failure} role="alert">
          {state.failure}
        </p>
      )}
      {confirming ? (
        <ConfirmStep audience={audienceOf(lane, detail)} onSend={() => void send()} onBack={composer.back} />
      ) : (
        <Foot
          lane={lane}
          kept={state.kept}
          preview={preview}
          ready={!empty && !state.posting && !sending}
          onPreview={() => setPreview(!preview)}
          onPick={pick}
          onSend={() => void send()}
        />
      )}
    </section>
  )
}

interface FootProps {
  lane: Lane
  kept: ComposerState['kept']
  preview: boolean
  /** Whether there is something that can be sent now. */
  ready: boolean
  onPreview: () => void
  onPick: () => void
  onSend: () => void
}

const Foot = ({ lane, kept, preview, ready, onPreview, onPick, onSend }: FootProps) => (
  <div className={styles.foot}>
    <IconButton icon={Paperclip} label="Add files to this message" onClick={onPick} />
    <IconButton
      icon={preview ? PencilLine : Eye}
      label={preview ? 'Go on writing' : 'Preview'}
      aria-pressed={preview}
      onClick={onPreview}
    />
    <span className={styles.hint}>Markdown · @ names a person · CB- a case</span>
    <span className={styles.kept} role="status">
      {keptWords[kept]}
    </span>
    <Button
      look={lane === 'customer' ? 'plain' : 'primary'}
      icon={Send}
      shortcut="Mod+Enter"
      disabled={!ready}
      onClick={onSend}
    >
      {sendWords[lane]}
    </Button>
  </div>
)

const DraftFiles = ({ files, onRemove }: { files: Draft['files']; onRemove: (sha256: string) => void }) =>
  files.length > 0 && (
    <ul className={styles.files} aria-label="Files of this message">
      {files.map((file) => (
        <li key={file.sha256}>
          <Paperclip size={13} aria-hidden />
          <span>{file.name}</span>
          <button type="button" aria-label={`Leave ${file.name} out`} onClick={() => onRemove(file.sha256)}>
            <X size={13} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  )

const placeholders: Record<Lane, string> = {
  internal: 'Write a note for your team…',
  customer: 'Write to the customer…',
  expert: 'Write to the expert…',
}

const sendWords: Record<Lane, string> = {
  internal: 'Add note',
  customer: 'Review and send',
  expert: 'Send to the expert',
}

const saidWords: Record<Lane, string> = {
  internal: 'The note is on the timeline',
  customer: 'The message to the customer is on the timeline',
  expert: 'The message to the expert is on the timeline',
}

const keptWords: Record<ComposerState['kept'], string> = {
  none: '',
  pending: 'Saving the draft…',
  kept: 'Draft saved',
  failed: 'Draft not saved',
}
