import { ChevronDown, ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { ChangedFile, Hunk } from '../../../shared/contract/patches.ts'
import { cx } from '../../ui/cx.ts'
import styles from './diff.module.css'
import { numbered } from './numbered.ts'

export interface DiffFileProps {
  file: ChangedFile
  /** Longer diffs begin folded. */
  foldAbove?: number
  /** Before the name, such as a check box for all of it. */
  mark?: ReactNode
  /** Before the header of each hunk. */
  hunkMark?: (hunk: Hunk) => ReactNode
  /** Behind the numbers, such as links. */
  acts?: ReactNode
}

const words: Record<ChangedFile['status'], string> = {
  added: 'new',
  modified: 'changed',
  deleted: 'deleted',
  renamed: 'renamed',
  unmerged: 'in conflict',
}

const linesOf = ({ hunks }: ChangedFile) => hunks?.reduce((sum, { lines }) => sum + lines.length, 0) ?? 0

/** What a patch or a working tree does to one file. */
export const DiffFile = ({ file, foldAbove = 200, mark, hunkMark, acts }: DiffFileProps) => {
  const { path, from, status, binary, insertions, deletions, hunks } = file
  const [folded, setFolded] = useState(linesOf(file) > foldAbove)
  const Chevron = folded ? ChevronRight : ChevronDown
  return (
    <section className={styles.file} aria-label={path}>
      <header className={styles.head}>
        {mark}
        <button
          type="button"
          className={styles.fold}
          aria-expanded={!folded}
          onClick={() => setFolded(!folded)}
        >
          <Chevron size={14} aria-hidden />
          <span className={styles.path}>{from === null ? path : `${from} → ${path}`}</span>
          {status !== 'modified' && <span className={styles.status}>{words[status]}</span>}
        </button>
        <Lines insertions={insertions} deletions={deletions} />
        {acts}
      </header>
      {!folded && hunks && hunks.length > 0 && (
        <div className={styles.hunks}>
          {hunks.map((hunk) => (
            <HunkView key={hunk.id} hunk={hunk} mark={hunkMark?.(hunk)} />
          ))}
        </div>
      )}
      {!folded && !hunks?.length && (
        <p className={styles.none}>
          {binary
            ? 'A binary file: its contents are not shown.'
            : hunks === null
              ? 'Too long to show here. It can be taken or left as a whole.'
              : 'Its contents are the same.'}
        </p>
      )}
    </section>
  )
}

/** Lines added and removed, told by sign and colour. */
export const Lines = ({ insertions, deletions }: { insertions: number; deletions: number }) => (
  <span className={styles.lines}>
    <span className={styles.plus}>+{insertions.toLocaleString('en')}</span>{' '}
    <span className={styles.minus}>−{deletions.toLocaleString('en')}</span>
  </span>
)

// What scrolls must be reachable by keyboard.
const reachable = { tabIndex: 0 }

const HunkView = ({ hunk, mark }: { hunk: Hunk; mark: ReactNode }) => (
  <div className={styles.hunk}>
    <div className={styles.hunkHead}>
      {mark}
      <code>{hunk.header}</code>
    </div>
    <section {...reachable} className={styles.code} aria-label={`Lines from ${hunk.newStart}`}>
      {numbered(hunk).map(({ kind, old, fresh, text, key }) => (
        <span key={key} className={cx(styles.line, styles[kind])}>
          <span className={styles.number} data-line={old ?? ''} />
          <span className={styles.number} data-line={fresh ?? ''} />
          <span className={styles.text}>{text}</span>
        </span>
      ))}
    </section>
  </div>
)
