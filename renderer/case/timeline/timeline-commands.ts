import type { RefObject } from 'react'
import { useCommands } from '../../app/commands/use-commands.ts'
import type { EventFilter, What } from './filter.ts'

export interface TimelineCommandsOptions {
  active: boolean
  content: RefObject<HTMLElement | null>
  toEnd: () => void
  filter: EventFilter
  onFilter: (filter: EventFilter) => void
}

/** Moving along the story and narrowing it, by key and from the palette. */
export const useTimelineCommands = (options: TimelineCommandsOptions): void => {
  const { active, content, toEnd, filter, onFilter } = options
  const step = (by: 1 | -1) => () => {
    const events = [...(content.current?.querySelectorAll<HTMLElement>('[data-event]') ?? [])]
    const at = events.indexOf(document.activeElement?.closest<HTMLElement>('[data-event]') ?? document.body)
    const next = at < 0 ? events.at(-1) : events[Math.max(0, Math.min(events.length - 1, at + by))]
    next?.focus({ preventScroll: true })
    next?.scrollIntoView({ block: 'nearest' })
  }
  const toggle = (what: What) => onFilter({ ...filter, what: filter.what === what ? 'all' : what })
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
        run: () => toggle('messages'),
      },
      {
        id: 'case.filter.evidence',
        title: filter.what === 'evidence' ? 'Show everything on the timeline' : 'Show only evidence',
        section: 'Case',
        shortcut: ['f e'],
        run: () => toggle('evidence'),
      },
    ],
    active,
  )
}
