import { useBench } from '../../app/bench.ts'
import type { ActiveTab } from '../../app/route.ts'
import { pathOf } from '../../app/router.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useCaseList } from '../list/use-case-list.ts'
import { type Queue, useQueue } from '../spec/use-spec.ts'
import { CompactList } from './compact-list.tsx'
import styles from './views.module.css'
import { Views } from './views.tsx'

/** The left side: the saved views, and the cases of the chosen one in short. */
const QueuePanel = ({ tab }: { tab: ActiveTab | null }) => {
  const queue = useQueue()
  if (!queue) return <Skeleton lines={8} label="Reading the views" />
  return (
    <div className={styles.panel}>
      <Views queue={queue} />
      <Cases queue={queue} tab={tab} />
    </div>
  )
}

const Cases = ({ queue, tab }: { queue: Queue; tab: ActiveTab | null }) => {
  const { navigate } = useBench()
  const { query, typing, sort, descending } = queue.spec
  const { list } = useCaseList({ query, typing, sort, descending, group: 'none', snippets: false })
  if (!list) return <Skeleton lines={8} label="Reading the cases" />
  return (
    <CompactList
      list={list}
      open={tab?.kind === 'case' ? tab.key : null}
      name={queue.spec.view?.name ?? null}
      onOpen={(ref) => navigate(pathOf('case', ref))}
    />
  )
}

export default QueuePanel
