import { describe, expect, it } from 'vitest'
import type { ShownEvent } from '../../../shared/contract/timeline.ts'
import { everything, passes } from './filter.ts'

type Shown = Pick<ShownEvent, 'lane' | 'kind' | 'body' | 'attachments'>

const note: Shown = { lane: 'internal', kind: 'note', body: 'Seen', attachments: undefined }
const file = { name: 'a.log', bytes: 1, sha256: '0'.repeat(64), mediaType: 'text/plain' }

describe('passes', () => {
  it('tells lanes, messages and evidence apart', () => {
    const attached: Shown = { ...note, kind: 'attachment', body: '', attachments: [file] }
    const change: Shown = { ...note, kind: 'change', body: 'Because' }
    expect([note, attached, change].map((event) => passes(event, everything))).toEqual([true, true, true])
    const messages = { lane: 'all', what: 'messages' } as const
    expect([note, attached, change].map((event) => passes(event, messages))).toEqual([true, false, false])
    const evidence = { lane: 'all', what: 'evidence' } as const
    expect([note, attached, change].map((event) => passes(event, evidence))).toEqual([false, true, false])
    expect(passes(note, { lane: 'customer', what: 'all' })).toBe(false)
    expect(passes({ ...note, attachments: [file] }, evidence)).toBe(true)
  })
})
