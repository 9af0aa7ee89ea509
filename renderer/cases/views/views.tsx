import { useCallback } from 'react'
import type { SavedView } from '../../../shared/contract/desk.ts'
import { useBench } from '../../app/bench.ts'
import { useLive } from '../../client/use-live.ts'
import { sentence } from '../../ui/sentence.ts'
import type { Queue } from '../spec/use-spec.ts'
import { reordered } from './reordered.ts'
import { ViewRow } from './view-row.tsx'
import styles from './views.module.css'

/** The contract counts so many at once. */
const countedAtMost = 100

/** The saved views with how many cases are in each, now. */
export const Views = ({ queue }: { queue: Queue }) => {
  const { client, toast } = useBench()
  const { views, spec } = queue
  const queries = views.slice(0, countedAtMost).map(({ query }) => query)
  const { value } = useLive(
    (signal) => client.cases.watchCounts({ queries }, { signal }),
    [client, queries.join('\n')],
    { keep: true },
  )

  const attempt = useCallback(
    (work: Promise<unknown>) => {
      work.catch((error: unknown) => toast({ tone: 'danger', text: sentence(error) }))
    },
    [toast],
  )
  const move = (view: SavedView, to: number) => {
    const changed = reordered(views, view.id, to)
    attempt(Promise.all(changed.map((one) => client.views.put(one))))
  }
  const remove = (view: SavedView) => {
    attempt(
      client.views.remove({ id: view.id }).then(() =>
        toast({
          text: `The view “${view.name}” was deleted; its cases stay.`,
          act: { label: 'Undo', run: () => attempt(client.views.put(view)) },
        }),
      ),
    )
  }
  return (
    <nav aria-label="Saved views" className={styles.views}>
      <ul>
        {views.map((view, at) => (
          <ViewRow
            key={view.id}
            view={view}
            at={at}
            last={at === views.length - 1}
            total={value?.totals[at]}
            chosen={spec.view?.id === view.id}
            onChoose={() => queue.show(view.id)}
            onRename={(name) => attempt(client.views.put({ ...view, name }))}
            onMove={(to) => move(view, to)}
            onMoveHere={(id) => {
              const other = views.find((one) => one.id === id)
              if (other) move(other, at)
            }}
            onRemove={() => remove(view)}
          />
        ))}
      </ul>
    </nav>
  )
}
