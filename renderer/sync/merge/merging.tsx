import { GitMerge, History } from 'lucide-react'
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
import { Skeleton } from '../../ui/skeleton.tsx'
import { resolveConflict } from '../acts.ts'
import { pageOf, useResolve } from '../conflicts/use-resolve.ts'
import { type MergeDraft, textOf } from './draft.ts'
import { MergeTools } from './merge-tools.tsx'
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

/** Resolves the conflict with the text as it is now, and leaves for the case. */
const useSave = ({ conflict, over }: Shown, draft: MergeDraft) => {
  const bench = useBench()
  const [saving, setSaving] = useState(false)
  const save = async () => {
    if (saving || over) return
    if (draft.store.getState().conflicts > 0)
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
    bench.commands.run('tab.close')
    bench.navigate(pageOf(conflict))
  }
  return { saving, save }
}

interface MergeProps extends Shown {
  draft: MergeDraft
  words: { field: string; theirs: string; mine: string }
}

const Merge = ({ draft, words, ...shownOf }: MergeProps) => {
  const { conflict, over, active } = shownOf
  const [inline, setInline] = useState(false)
  const [shown, setShown] = useState<editor.IStandaloneDiffEditor | null>(null)
  const { saving, save } = useSave(shownOf, draft)
  const modified = shown?.getModifiedEditor() ?? null
  useEffect(() => {
    if (modified) markConflicts(modified)
  }, [modified])
  const step = (by: 'next' | 'previous') => () => shown?.goToDiff(by)
  const section = 'Editor'
  useCommands(
    [
      { id: 'editor.save', title: 'Resolve with the merged text', section, shortcut: ['Mod+s'], run: save },
      { id: 'diff.next', title: 'Next change', section, shortcut: ['F7', 'Alt+F5'], run: step('next') },
      { id: 'diff.previous', title: 'Change before', section, shortcut: ['Shift+F7'], run: step('previous') },
    ],
    active,
  )
  return (
    <section
      className={styles.tab}
      aria-label={`Merge of the ${words.field.toLowerCase()} of ${conflict.ref}`}
    >
      <MergeTools
        {...{ conflict, draft, words, inline, step }}
        onInline={setInline}
        disabled={saving || over}
        onSave={() => void save()}
      />
      <MergeBars conflict={conflict} over={over && !saving} draft={draft} shown={modified} />
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

interface MergeBarsProps extends Pick<Shown, 'conflict' | 'over'> {
  draft: MergeDraft
  shown: editor.IStandaloneCodeEditor | null
}

const MergeBars = ({ conflict, over, draft, shown }: MergeBarsProps) => {
  const { navigate } = useBench()
  const { conflicts, restored, problem } = useStore(draft.store)
  return (
    <>
      {over && (
        <Bar
          icon={GitMerge}
          text="Somebody resolved this conflict meanwhile; what they chose stands. Your text is still here to be copied."
        >
          <CopyButton text={() => draft.model.getValue()} label="Copy my text" />
          <Button size="small" onClick={() => navigate(pageOf(conflict))}>
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
      <ConflictsBar conflicts={conflicts} shown={shown} />
      {problem !== '' && <Bar icon={History} text={problem} />}
    </>
  )
}
