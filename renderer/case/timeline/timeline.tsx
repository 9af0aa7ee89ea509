import { MessageSquareText } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useBench } from '../../app/bench.ts'
import { useCommands } from '../../app/commands/use-commands.ts'
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

/** Events read at first, and with each "Show earlier". */
const windowSize = 200
const shownAtMost = 5000

export interface TimelineProps {
  composer: ComposerStore
  active: boolean
}

/** The story of a case, oldest first, with the newest where the eye is: just above the place to write. */
export const Timeline = ({ composer, active }: TimelineProps) => {
  const { client } = useBench()
  const { detail } = useCasePage()
  const { id, mergedInto } = detail.case
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
  const { onScroll, toEnd } = useStay(scroller, content, {
    firstKey: shown[0]?.id,
    ready: value !== undefined,
  })

  // Whoever writes wants to see what was written, wherever the eye was before.
  const posted = useStore(composer.store, (state) => state.posted)
  useEffect(() => {
    if (posted > 0) toEnd()
  }, [posted, toEnd])

  const step = (by: 1 | -1) => () => {
    const events = [...(content.current?.querySelectorAll<HTMLElement>('[data-event]') ?? [])]
    const at = events.indexOf(document.activeElement?.closest<HTMLElement>('[data-event]') ?? document.body)
    const next = at < 0 ? events.at(-1) : events[Math.max(0, Math.min(events.length - 1, at + by))]
    next?.focus({ preventScroll: true })
    next?.scrollIntoView({ block: 'nearest' })
  }
  useCommands(
    [
      { id: 'case.event.next', title: 'Next event', section: 'Case', shortcut: ['j'], run: step(1) },
      { id: 'case.event.previous', title: 'Previous event', section: 'Case', shortcut: ['k'], run: step(-1) },
      {
        id: 'case.event.last',
        title: 'Go to the newest event',
        section: 'Case',
        shortcut: ['Shift+g'],
        run: toEnd,
      },
      {
        id: 'case.filter.messages',
        title: filter.what === 'messages' ? 'Show everything on the timeline' : 'Show only messages',
        section: 'Case',
        shortcut: ['f m'],
        run: () => setFilter({ ...filter, what: filter.what === 'messages' ? 'all' : 'messages' }),
      },
      {
        id: 'case.filter.evidence',
        title: filter.what === 'evidence' ? 'Show everything on the timeline' : 'Show only evidence',
        section: 'Case',
        shortcut: ['f e'],
        run: () => setFilter({ ...filter, what: filter.what === 'evidence' ? 'all' : 'evidence' }),
      },
    ],
    active,
  )

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
  return (
    <>
      <FilterBar filter={filter} total={value.total} shown={shown.length} onChange={setFilter} />
      {/* Also reached by Tab, so that it scrolls without a pointer. */}
      <div ref={scroller} className={styles.scroller} onScroll={onScroll} {...reachable}>
        <div ref={content} className={styles.content}>
          {hidden > 0 && limit < shownAtMost ? (
            <div className={styles.earlier}>
              <Button size="small" onClick={() => setLimit(Math.min(shownAtMost, limit + windowSize))}>
                Show earlier
              </Button>
              <span>{plural(hidden, 'earlier event')}</span>
            </div>
          ) : (
            <Description />
          )}
          {hidden > 0 && limit >= shownAtMost && (
            <p className={styles.earlier}>
              {plural(hidden, 'earlier event')} not shown. Export the case to read all of them.
            </p>
          )}
          {shown.map((event) => (
            <EventView key={event.id} event={event} composer={composer} />
          ))}
          {shown.length === 0 && (
            <EmptyState
              icon={MessageSquareText}
              title={value.total === 0 ? 'Nothing has happened yet' : 'Nothing passes this filter'}
              text={
                value.total === 0
                  ? 'Messages, notes, changes and evidence appear here, the newest at the end.'
                  : undefined
              }
            >
              {value.total > 0 ? (
                <Button onClick={() => setFilter(everything)}>Show all</Button>
              ) : (
                mergedInto === null && (
                  <Button shortcut="n" onClick={() => composer.focus('internal')}>
                    Write a note
                  </Button>
                )
              )}
            </EmptyState>
          )}
        </div>
      </div>
    </>
  )
}

const reachable = { tabIndex: 0, role: 'region', 'aria-label': 'Timeline' }
