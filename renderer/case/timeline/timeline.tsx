import { MessageSquareText } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useBench } from '../../app/bench.ts'
import { useLive } from '../../client/use-live.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { ComposerStore } from '../composer/store.ts'
import { useCasePage } from '../page.ts'
import { plural } from '../words.ts'
import { Description } from './description.tsx'
import { EventView } from './event.tsx'
import { everything, passes } from './filter.ts'
import { FilterBar } from './filter-bar.tsx'
import { useStay } from './stay.ts'
import styles from './timeline.module.css'
import { useTimelineCommands } from './timeline-commands.ts'
import { useAskedEvent } from './use-asked-event.ts'

/** Events read at first, and with each "Show earlier". */
const windowSize = 200
const shownAtMost = 5000

export interface TimelineProps {
  composer: ComposerStore
  active: boolean
  /** Ids of the messages that were not sent. */
  held: ReadonlySet<string>
}

/** The story of a case, oldest first, with the newest where the eye is: just above the place to write. */
export const Timeline = ({ composer, active, held }: TimelineProps) => {
  const { client } = useBench()
  const { detail } = useCasePage()
  const { id } = detail.case
  const [limit, setLimit] = useState(windowSize)
  const [filter, setFilter] = useState(everything)
  const merged = detail.mergedFrom.map((one) => one.id).join()
  const live = useLive(
    (signal) => client.timeline.watch({ caseId: id, limit }, { signal }),
    [client, id, limit, merged],
    { keep: true },
  )
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const value = live.value
  const shown = useMemo(() => value?.events.filter((event) => passes(event, filter)) ?? [], [value, filter])
  const { onScroll, toEnd, toEvent } = useStay(scroller, content, {
    firstKey: shown[0]?.id,
    ready: value !== undefined,
  })

  // Whoever writes wants to see what was written, wherever the eye was before.
  const posted = useStore(composer.store, (state) => state.posted)
  useEffect(() => {
    if (posted > 0) toEnd()
  }, [posted, toEnd])

  useAskedEvent({
    ...{ active, content, show: toEvent },
    caseRef: detail.case.ref,
    events: value?.events,
    onHidden: () => setFilter(everything),
    onMissing: () => {
      if (value && value.events.length < value.total) setLimit(shownAtMost)
    },
  })

  useTimelineCommands({ active, content, toEnd, filter, onFilter: setFilter })

  if (!value)
    return (
      <div className={styles.scroller}>
        {live.state === 'failed' ? (
          <ErrorState title="The timeline cannot be shown" error={live.error}>
            <Button look="primary" onClick={live.retry}>
              Try again
            </Button>
          </ErrorState>
        ) : (
          <Skeleton lines={8} label="Reading the timeline" />
        )}
      </div>
    )
  const hidden = value.total - value.events.length
  // Many desks keep the first message as the description too; it is shown once.
  const first = value.events[0]
  const repeated =
    first !== undefined && first.body.trim() !== '' && first.body.trim() === detail.case.description.trim()
  return (
    <>
      <FilterBar filter={filter} total={value.total} shown={shown.length} onChange={setFilter} />
      {/* Also reached by Tab, so that it scrolls without a pointer. */}
      <div ref={scroller} className={styles.scroller} onScroll={onScroll} {...reachable}>
        <div ref={content} className={styles.content}>
          <Earlier
            hidden={hidden}
            repeated={repeated && filter === everything}
            more={limit < shownAtMost}
            onMore={() => setLimit(Math.min(shownAtMost, limit + windowSize))}
          />
          {shown.map((event) => (
            <EventView key={event.id} event={event} composer={composer} held={held.has(event.id)} />
          ))}
          {shown.length === 0 && (
            <Nothing
              filtered={value.total > 0}
              onShowAll={() => setFilter(everything)}
              onWrite={() => composer.focus('internal')}
            />
          )}
        </div>
      </div>
    </>
  )
}

const reachable = { tabIndex: 0, role: 'region', 'aria-label': 'Timeline' }

interface EarlierProps {
  hidden: number
  /** Whether the first event says what the description says. */
  repeated: boolean
  more: boolean
  onMore: () => void
}

/** The beginning of the story, or the way to it. */
const Earlier = ({ hidden, repeated, more, onMore }: EarlierProps) => {
  if (hidden <= 0) return repeated ? null : <Description />
  return (
    <div className={styles.earlier}>
      {more && (
        <Button size="small" onClick={onMore}>
          Show earlier
        </Button>
      )}
      <span>
        {plural(hidden, 'earlier event')}
        {!more && ' not shown. Export the case to read all of them.'}
      </span>
    </div>
  )
}

interface NothingProps {
  /** Whether a filter hides what there is. */
  filtered: boolean
  onShowAll: () => void
  onWrite: () => void
}

const Nothing = ({ filtered, onShowAll, onWrite }: NothingProps) =>
  filtered ? (
    <EmptyState icon={MessageSquareText} title="Nothing passes this filter">
      <Button onClick={onShowAll}>Show all</Button>
    </EmptyState>
  ) : (
    <EmptyState
      icon={MessageSquareText}
      title="Nothing has happened yet"
      text="Messages, notes, changes and evidence appear here, the newest at the end."
    >
      <Button shortcut="n" onClick={onWrite}>
        Write a note
      </Button>
    </EmptyState>
  )
