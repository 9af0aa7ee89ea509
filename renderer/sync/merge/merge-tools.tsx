import { ArrowDown, ArrowUp, Columns2, GitMerge, Rows2 } from 'lucide-react'
import type { SyncConflict } from '../../../shared/contract/sync.ts'
import styles from '../../editor/editor.module.css'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Toolbar, ToolbarSpace } from '../../ui/toolbar.tsx'
import { capital, textOfWhom } from '../conflicts/field-words.ts'
import { type MergeDraft, textOf } from './draft.ts'

export interface MergeToolsProps {
  conflict: SyncConflict
  draft: MergeDraft
  /** Whose texts they are. */
  words: { theirs: string; mine: string }
  inline: boolean
  onInline: (inline: boolean) => void
  disabled: boolean
  onSave: () => void
  step: (by: 'next' | 'previous') => () => void
}

export const MergeTools = (props: MergeToolsProps) => {
  const { conflict, draft, words, inline, onInline, disabled, onSave, step } = props
  return (
    <Toolbar label="Merge" className={styles.tools ?? ''}>
      <Button
        size="small"
        look="primary"
        icon={GitMerge}
        shortcut="Mod+s"
        disabled={disabled}
        onClick={onSave}
      >
        Resolve with this text
      </Button>
      <IconButton
        size="small"
        icon={ArrowUp}
        label="Change before"
        shortcut="Shift+F7"
        onClick={step('previous')}
      />
      <IconButton size="small" icon={ArrowDown} label="Next change" shortcut="F7" onClick={step('next')} />
      <ToolbarSpace />
      <Button size="small" look="quiet" onClick={() => draft.replace(textOf(conflict.theirs))}>
        {capital(textOfWhom(words.theirs))}
      </Button>
      <Button size="small" look="quiet" onClick={() => draft.replace(textOf(conflict.mine))}>
        {capital(textOfWhom(words.mine))}
      </Button>
      <Button size="small" look="quiet" onClick={() => void draft.again()}>
        Merge again
      </Button>
      <IconButton
        size="small"
        icon={inline ? Columns2 : Rows2}
        label={inline ? 'Show side by side' : 'Show inline'}
        onClick={() => onInline(!inline)}
      />
    </Toolbar>
  )
}
