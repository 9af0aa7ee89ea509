import { ArrowDown, ArrowUp, Columns2, GitMerge, History, Rows2 } from 'lucide-react'
import type { editor } from 'monaco-editor/editor/editor.api.js'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { SyncConflict } from '../../../shared/contract/sync.ts'
import { useBench } from '../../app/bench.ts'
import { useCommands } from '../../app/commands/use-commands.ts'
import { Bar, ConflictsBar } from '../../editor/bars.tsx'
import { markConflicts } from '../../editor/conflicts.ts'
import { DiffView } from '../../editor/diff/diff-view.tsx'
import styles from '../../editor/editor.module.css'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Toolbar, ToolbarSpace } from '../../ui/toolbar.tsx'
import { resolveConflict } from '../acts.ts'
import { pageOf, useResolve } from '../conflicts/use-resolve.ts'
import { type MergeDraft, textOf } from './draft.ts'
import { useDraft } from './use-draft.ts'

interface Shown {
  conflict: SyncConflict
  /** Somebody resolved it meanwhile. */
  over: boolean
  active: boolean
}

export interface MergingProps extends Shown {
  onRetry: () => void
}

export const Merging = (props: MergingProps) => {
  const { conflict, onRetry } = props
  const resolve = useResolve([conflict])
  const { field, theirs, mine } = resolve.words(conflict)
  const opened = useDraft(conflict, {
    mine: conflict.mineByName ?? 'not in effect',
    theirs: conflict.theirsByName ?? 'stands now',
  })
  if (opened.is === 'failed')
    return (
      <ErrorState title="The texts cannot be merged" error={opened.error}>
        <Button look="primary" onClick={onRetry}>
          Try again
        </Button>
      </ErrorState>
    )
  if (opened.is === 'loading') return <Skeleton lines={12} label="Merging both texts" />
  const words = { field, theirs: theirs.by, mine: mine.by }
  return <Merge {...props} draft={opened.draft} words={words} />
}

interface MergeProps extends Shown {
  draft: MergeDraft
  words: { field: string; theirs: string; mine: string }
}

const Merge = ({ conflict, over, active, draft, words }: MergeProps) => {
  const bench = useBench()
  const { navigate, commands } = bench
  const { conflicts, restored, problem } = useStore(draft.store)
  const [inline, setInline] = useState(false)
  const [shown, setShown] = useState<editor.IStandaloneDiffEditor | null>(null)
  const [saving, setSaving] = useState(false)
  const modified = shown?.getModifiedEditor() ?? null
  useEffect(() => {
    if (modified) markConflicts(modified)
  }, [modified])
  const step = (by: 'next' | 'previous') => () => shown?.goToDiff(by)
  const open = () => navigate(pageOf(conflict))

  const save = async () => {
    if (saving || over) return
    if (conflicts > 0)
      return bench.toast({
        tone: 'danger',
        key: 'merge',
        text: 'Some places still stand between markers. Keep what is right of each, take the markers out, and save again.',
      })
    setSaving(true)
    const take = { side: 'text', text: draft.model.getValue() } as const
    const done = await resolveConflict(bench, conflict, { take, chosen: 'your merged text stands' })
    setSaving(false)
    if (!done) return
    await draft.forget()
    commands.run('tab.close')
    open()
  }
  const section = 'Editor'
  useCommands(
    [
      { id: 'editor.save', title: 'Resolve with the merged text', section, shortcut: ['Mod+s'], run: save },
      { id: 'diff.next', title: 'Next change', section, shortcut: ['F7', 'Alt+F5'], run: step('next') },
      { id: 'diff.previous', title: 'Change before', section, shortcut: ['Shift+F7'], run: step('previous') },
      {
        id: 'diff.inline',
        title: 'Show changes side by side or inline',
        section,
        run: () => setInline(!inline),
      },
    ],
    active,
  )
  return (
    <section
      className={styles.tab}
      aria-label={`Merge of the ${words.field.toLowerCase()} of ${conflict.ref}`}
    >
      <Toolbar label="Merge" className={styles.tools ?? ''}>
        <Button
          size="small"
          look="primary"
          icon={GitMerge}
          shortcut="Mod+s"
          disabled={saving || over}
          onClick={() => void save()}
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
          Text of {words.theirs}
        </Button>
        <Button size="small" look="quiet" onClick={() => draft.replace(textOf(conflict.mine))}>
          Text of {words.mine}
        </Button>
        <Button size="small" look="quiet" onClick={() => void draft.again()}>
          Merge again
        </Button>
        <IconButton
          size="small"
          icon={inline ? Columns2 : Rows2}
          label={inline ? 'Show side by side' : 'Show inline'}
          onClick={() => setInline(!inline)}
        />
      </Toolbar>
      {over && (
        <Bar
          icon={GitMerge}
          text="Somebody resolved this conflict meanwhile; what they chose stands. Your text is still here to be copied."
        >
          <CopyButton text={() => draft.model.getValue()} label="Copy my text" />
          <Button size="small" onClick={open}>
            Open {conflict.ref}
          </Button>
        </Bar>
      )}
      {restored && !over && (
        <Bar icon={History} text="This merge was begun earlier and is back as you left it.">
          <Button size="small" look="quiet" onClick={() => void draft.again()}>
            Begin again
          </Button>
        </Bar>
      )}
      <ConflictsBar conflicts={conflicts} shown={modified} />
      {problem !== '' && <Bar icon={History} text={problem} />}
      <DiffView
        model={draft.model}
        readOnly={over}
        original={textOf(conflict.theirs)}
        language="markdown"
        originalName={`What stands now, by ${words.theirs}`}
        modifiedName="What will stand"
        inline={inline}
        onShown={setShown}
      />
      <footer className={styles.status}>
        <span>Left: what stands now, by {words.theirs}</span>
        <span>Right: both together, as it will stand when you resolve</span>
      </footer>
    </section>
  )
}
