import { GitMerge, Link2, SlidersHorizontal } from 'lucide-react'
import type { ShownEvent } from '../../../shared/contract/timeline.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { useCasePage } from '../page.ts'
import { changeWords } from './change-words.ts'
import styles from './timeline.module.css'

const icons = { change: SlidersHorizontal, link: Link2, merge: GitMerge }

/** What changed, in one line. */
export const ChangeEvent = ({ event }: { event: ShownEvent }) => {
  const { detail } = useCasePage()
  const { kind, author, changes = [], body, at, fromRef } = event
  const Icon = kind === 'link' || kind === 'merge' ? icons[kind] : icons.change
  return (
    <div className={styles.change}>
      <Icon size={13} aria-hidden />
      <p>
        <b>{author ?? 'Somebody'}</b>{' '}
        {kind === 'merge' ? 'merged ' : changes.length > 0 ? 'changed the ' : ''}
        {changes.map((change) => changeWords(change, detail)).join(', ')}
        {body && (changes.length > 0 ? <q>{body}</q> : body)}
        {fromRef && <span className={styles.from}>from {fromRef}</span>}
      </p>
      <RelativeTime at={at} form="long" className={styles.time} />
    </div>
  )
}
