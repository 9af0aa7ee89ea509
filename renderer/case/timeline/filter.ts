import type { ShownEvent } from '../../../shared/contract/timeline.ts'
import type { Lane } from '../../../shared/domain/vocabulary.ts'

export const whats = ['all', 'messages', 'evidence'] as const
export type What = (typeof whats)[number]

export interface EventFilter {
  lane: Lane | 'all'
  what: What
}

export const everything: EventFilter = { lane: 'all', what: 'all' }

/** Messages are what people wrote, evidence is what came with files or from a run. */
export const passes = (
  { lane, kind, body, attachments }: Pick<ShownEvent, 'lane' | 'kind' | 'body' | 'attachments'>,
  filter: EventFilter,
): boolean => {
  if (filter.lane !== 'all' && lane !== filter.lane) return false
  if (filter.what === 'messages') return (kind === 'message' || kind === 'note') && body !== ''
  if (filter.what === 'evidence')
    return (attachments?.length ?? 0) > 0 || kind === 'attachment' || kind === 'run' || kind === 'patch'
  return true
}
