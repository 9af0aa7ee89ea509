import { describe, expect, it } from 'vitest'
import { htmlToPlain } from './html.ts'

describe('HTML as text', () => {
  it('keeps words, lists and addresses, and nothing that runs or loads', () => {
    const html = `<style>p{}</style><script>alert(1)</script><h1>Pool</h1><p>It&nbsp;<b>hangs</b>.</p>
      <ol><li>one</li><li>two</li></ol><img src="https://evil.example/t.gif" alt="x"><a href="https://a.example">https://a.example</a>`
    expect(htmlToPlain(html)).toBe('Pool\n\nIt\u00a0hangs.\n\n 1. one\n 2. two\n\nhttps://a.example')
  })

  it('comes out of nesting that has no end, and of tags that never close', () => {
    expect(htmlToPlain(`${'<div>'.repeat(100_000)}deep`)).toBe('deep')
    expect(htmlToPlain(`before <p>${'<a '.repeat(1000)}`)).toContain('before')
    expect(htmlToPlain('')).toBe('')
  })
})
