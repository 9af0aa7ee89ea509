import { FileCheck2, GitPullRequestArrow } from 'lucide-react'
import { useState } from 'react'
import type { ChangedFile } from '../../../shared/contract/patches.ts'
import { useCommands } from '../../app/commands/use-commands.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import type { OfCase } from '../../workspace/acts.tsx'
import { Lines } from '../diff/diff-file.tsx'
import { keysOf, type LeftOut, selectionOf, stateOf, withKeys } from '../picked.ts'
import { AgainstField } from './against-field.tsx'
import styles from './changes.module.css'
import { ChosenFiles } from './chosen-files.tsx'
import { CommitDialog } from './commit-dialog.tsx'
import { MakePatch } from './make-patch.tsx'
import { useDiscard } from './use-discard.ts'

export interface ChangesViewProps {
  found: OfCase
  active: boolean
  files: readonly ChangedFile[]
  against: string
  onAgainst: (revision: string) => void
}

/** The files that differ, with a check box for each and for each hunk, and what can be done with those that are checked. */
export const ChangesView = ({ found, active, files, against, onAgainst }: ChangesViewProps) => {
  const [left, setLeft] = useState<LeftOut>(new Set())
  const [asked, setAsked] = useState<'patch' | 'commit' | null>(null)
  const discard = useDiscard(found.id, against)
  const selection = selectionOf(left, files)
  const all = files.flatMap(keysOf)
  const state = selection.length === 0 ? false : all.some((key) => left.has(key)) ? 'mixed' : true
  const sums = files
    .filter((file) => stateOf(left, file) !== false)
    .reduce((sum, file) => ({ plus: sum.plus + file.insertions, minus: sum.minus + file.deletions }), {
      plus: 0,
      minus: 0,
    })
  useCommands(
    [
      {
        id: 'patch.make',
        title: 'Make a patch of the chosen changes',
        section: 'Patch',
        shortcut: ['Mod+Enter'],
        enabled: () => selection.length > 0,
        run: () => setAsked('patch'),
      },
    ],
    active,
  )
  return (
    <div className={styles.view}>
      <header className={styles.bar}>
        <Checkbox
          checked={state}
          label={`${selection.length.toLocaleString('en')} of ${files.length.toLocaleString('en')} ${files.length === 1 ? 'file' : 'files'}`}
          disabled={files.length === 0}
          onChange={(chosen) => setLeft(withKeys(left, all, chosen))}
        />
        {files.length > 0 && <Lines insertions={sums.plus} deletions={sums.minus} />}
        <AgainstField value={against} onChange={onAgainst} />
        <span className={styles.grow} />
        <Acts none={selection.length === 0} onDiscard={() => discard(selection)} onAsk={setAsked} />
      </header>
      {files.length === 0 ? (
        <EmptyState
          icon={FileCheck2}
          title="No changes"
          text="The workspace is as it was. Edit a file, and what you changed appears here."
        />
      ) : (
        <ChosenFiles found={found} files={files} left={left} onLeft={setLeft} />
      )}
      {asked === 'patch' && (
        <MakePatch
          found={found}
          base={against}
          selection={state === true ? [] : selection}
          files={selection.length}
          onClose={() => setAsked(null)}
        />
      )}
      {asked === 'commit' && (
        <CommitDialog
          caseId={found.id}
          paths={state === true ? [] : selection.map(({ path }) => path)}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  )
}

interface ActsProps {
  none: boolean
  onDiscard: () => void
  onAsk: (asked: 'patch' | 'commit') => void
}

/** What can be done with the chosen changes. */
const Acts = ({ none, onDiscard, onAsk }: ActsProps) => (
  <>
    <Button size="small" look="quiet" disabled={none} onClick={onDiscard}>
      Discard
    </Button>
    <Button size="small" disabled={none} onClick={() => onAsk('commit')}>
      Commit
    </Button>
    <Button
      size="small"
      look="primary"
      icon={GitPullRequestArrow}
      disabled={none}
      onClick={() => onAsk('patch')}
    >
      Make a patch
    </Button>
  </>
)
