import type { LucideIcon } from 'lucide-react'
import { CircleAlert, FileClock, FileX, GitMerge, History, Lock } from 'lucide-react'
import type { editor } from 'monaco-editor/editor/editor.api.js'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { Button } from '../ui/button.tsx'
import { goToConflict } from './conflicts.ts'
import type { FileDocument } from './document.ts'
import styles from './editor.module.css'

/** One line above a text, with its acts. */
export const Bar = ({
  icon: Icon,
  text,
  children,
}: {
  icon: LucideIcon
  text: ReactNode
  children?: ReactNode
}) => (
  <div className={styles.bar} role="status">
    <Icon size={15} aria-hidden />
    <span>{text}</span>
    {children}
  </div>
)

export interface ConflictsBarProps {
  /** Places between markers. */
  conflicts: number
  shown: editor.IStandaloneCodeEditor | null
}

/** What a merge left to a person. */
export const ConflictsBar = ({ conflicts, shown }: ConflictsBarProps) =>
  conflicts > 0 && (
    <Bar
      icon={GitMerge}
      text={
        conflicts === 1
          ? 'One place was changed on both sides; it stands between markers.'
          : `${conflicts} places were changed on both sides; they stand between markers.`
      }
    >
      <Button size="small" onClick={() => shown && goToConflict(shown)}>
        Next one
      </Button>
    </Bar>
  )

export interface BarsProps {
  document: FileDocument
  shown: editor.IStandaloneCodeEditor | null
}

/** What a person must know of the file before going on, each with its acts. */
export const Bars = ({ document, shown }: BarsProps) => {
  const { trouble, problem, conflicts, restored, face, dirty } = useStore(document.store)
  const { name } = document
  const damaged = face.is === 'text' && face.damaged
  const readOnly = face.is === 'text' && face.readOnly && !face.damaged
  const merge = () =>
    void document.merge().then(() => {
      if (!shown) return
      shown.focus()
      goToConflict(shown)
    })
  return (
    <>
      {trouble === 'changed' && (
        <Bar
          icon={FileClock}
          text={`${name} was changed on the disk${dirty ? ' while you changed it here' : ''}. Nothing was overwritten.`}
        >
          <Button size="small" onClick={merge}>
            Merge
          </Button>
          <Button size="small" onClick={() => void document.reload()}>
            Reload
          </Button>
          <Button size="small" look="quiet" onClick={document.keepMine}>
            Keep mine
          </Button>
        </Bar>
      )}
      {trouble === 'vanished' && (
        <Bar
          icon={FileX}
          text={`${name} is not on the disk any more. What you see is kept here until you save it.`}
        >
          <Button size="small" onClick={() => void document.keepMine().then(() => document.save())}>
            Save it again
          </Button>
        </Bar>
      )}
      <ConflictsBar conflicts={conflicts} shown={shown} />
      {problem !== '' && <Bar icon={CircleAlert} text={problem} />}
      {restored && dirty && trouble === null && (
        <Bar
          icon={History}
          text="These changes were not saved when the bench was last closed. They are back."
        >
          <Button size="small" onClick={() => void document.save()}>
            Save
          </Button>
          <Button size="small" look="quiet" onClick={() => void document.giveUp()}>
            Revert
          </Button>
        </Bar>
      )}
      {damaged && (
        <Bar
          icon={Lock}
          text="Some bytes are not of this encoding. The file is shown and cannot be saved; try another encoding below."
        />
      )}
      {readOnly && <Bar icon={Lock} text={`${name} is read-only on the disk.`} />}
    </>
  )
}
