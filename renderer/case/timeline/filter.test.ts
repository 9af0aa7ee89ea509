import { describe, expect, it } from 'vitest'
import { everything, passes } from './filter.ts'

const note = { lane: 'internal', kind: 'note', body: 'Seen', attachments: undefined } as const
const file = { name: 'a.log', bytes: 1, sha256: '0'.repeat(64), mediaType: 'text/plain' }

describe('passes', () => {
  it('tells lanes, messages and evidence apart', () => {
    const attached = { ...note, kind: 'attachment', body: '', attachments: [file] } as const
    const change = { ...note, kind: 'change', body: 'Because' } as const
    expect([note, attached, change].map((event) => passes(event, everything))).toEqual([true, true, true])
    const messages = { lane: 'all', what: 'messages' } as const
    expect([note, attached, change].map((event) => passes(event, messages))).toEqual([true, false, false])
    const evidence = { lane: 'all', what: 'evidence' } as const
    expect([note, attached, change].map((event) => passes(event, evidence))).toEqual([false, true, false])
    expect(passes(note, { lane: 'customer', what: 'all' })).toBe(false)
    expect(passes({ ...note, attachments: [file] }, evidence)).toBe(true)
  })
})
