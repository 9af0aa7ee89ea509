import { GitMerge, Info, SquareTerminal } from 'lucide-react'
import type { Workspace } from '../../shared/contract/workspaces.ts'
import { useBench } from '../app/bench.ts'
import { fileRoute } from '../editor/file-key.ts'
import { openTerminalHere } from '../terminal/open-terminal.ts'
import { Button } from '../ui/button.tsx'
import { sentence } from '../ui/sentence.ts'
import type { OfCase } from './acts.tsx'
import styles from './workspace.module.css'

/** Files in conflict that are named before the tree; the others have their mark in it. */
const conflictsShown = 5

export interface StandingProps {
  found: OfCase
  workspace: Workspace
}

/** How a workspace stands: its branch, how much was changed, and what a person must know of git. */
export const Standing = ({ found, workspace }: StandingProps) => {
  const { branch, changed, baseline, notice } = workspace
  return (
    <>
      {notice !== '' && <Notice found={found} workspace={workspace} />}
      <p className={styles.standing}>
        <span>{branch ?? 'No branch'}</span>
        <span>
          {changed === 0
            ? baseline === null
              ? 'Nothing unpacked yet'
              : 'No changes'
            : `${changed.toLocaleString('en')} changed`}
        </span>
      </p>
    </>
  )
}

/** What git is in the middle of, or that there is none, and the next act. */
const Notice = ({ found, workspace: { path, state, conflicts, notice } }: StandingProps) => {
  const bench = useBench()
  const busy = state !== 'plain'
  const Icon = busy ? GitMerge : Info
  const openTerminal = () =>
    openTerminalHere(bench, { caseId: found.id, folder: path }).catch((error: unknown) =>
      bench.toast({ tone: 'danger', text: sentence(error) }),
    )
  return (
    <div className={styles.banner}>
      <p role="status" className={styles.notice}>
        <Icon size={14} aria-hidden />
        <span>{notice}</span>
      </p>
      {conflicts.length > 0 && (
        <ul className={styles.conflicts} aria-label="Files with conflicts">
          {conflicts.slice(0, conflictsShown).map((one) => (
            <li key={one}>
              <a href={`#${fileRoute({ caseRef: found.ref, path: one })}`}>{one}</a>
            </li>
          ))}
          {conflicts.length > conflictsShown && <li>and more, marked below</li>}
        </ul>
      )}
      {busy && (
        <Button size="small" icon={SquareTerminal} onClick={() => void openTerminal()}>
          Open a terminal here
        </Button>
      )}
    </div>
  )
}
