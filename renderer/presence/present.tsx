import type { PresentPerson } from '../../shared/contract/presence.ts'
import { useBench } from '../app/bench.ts'
import type { ComposerStore } from '../case/composer/store.ts'
import { useLive } from '../client/use-live.ts'
import { useSyncStatus } from '../sync/use-sync.ts'
import { Avatar } from '../ui/avatar.tsx'
import { cx } from '../ui/cx.ts'
import styles from './present.module.css'
import { useDoing, useSay } from './use-doing.ts'
import { presenceList, presenceWords, writingWords } from './words.ts'

/** Faces that fit beside the words. */
const facesAtMost = 3

const byUrgency = (one: PresentPerson, other: PresentPerson): number =>
  Number(other.doing === 'writing') - Number(one.doing === 'writing')

export interface PresentProps {
  caseId: string
  composer: ComposerStore
  active: boolean
}

/** Who else is on this case now, and that this window is. Its room is always kept, so that nothing moves. */
export const Present = (props: PresentProps) => {
  const state = useSyncStatus()?.state ?? 'off'
  return state !== 'off' && <Others {...props} />
}

const Others = ({ caseId, composer, active }: PresentProps) => {
  const { client } = useBench()
  useSay(caseId, useDoing(composer, active))
  const live = useLive((signal) => client.presence.watch({ caseId }, { signal }), [client, caseId])
  // What was heard before the host was lost is of another time.
  const people = live.state === 'live' ? (live.value?.people.toSorted(byUrgency) ?? []) : []
  const writing = writingWords(people)
  return (
    <div className={styles.present} title={presenceList(people)} data-presence>
      <span className={styles.faces}>
        {people.slice(0, facesAtMost).map(({ id, name }) => (
          <Avatar key={id} name={name} size={18} />
        ))}
      </span>
      <span className={cx(styles.words, writing && styles.writing)} aria-hidden={writing !== ''}>
        {presenceWords(people)}
      </span>
      <span className="visually-hidden" aria-live="polite">
        {writing}
      </span>
    </div>
  )
}
