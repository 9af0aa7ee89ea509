import fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { isCheapToFormat } from './formatting-cost.ts'
import { formattedAtMost, Markdown } from './markdown.tsx'
import { TooltipProvider } from './tooltip.tsx'

const html = (text: string, attachment?: (name: string, label: string) => string) =>
  renderToStaticMarkup(
    <TooltipProvider>
      <Markdown text={text} attachment={attachment} />
    </TooltipProvider>,
  )

/** Every element of the output with its attributes; text cannot look like one, because it is escaped. */
const elements = (output: string) =>
  [...output.matchAll(/<([a-z][\w-]*)((?:\s+[\w-:]+(?:="[^"]*")?)*)\s*\/?>/gi)].map(
    ([, tag = '', rest = '']) => ({
      tag: tag.toLowerCase(),
      attributes: [...rest.matchAll(/([\w-:]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => ({
        name: name.toLowerCase(),
        value,
      })),
    }),
  )

const allowed =
  /^(div|p|span|a|em|strong|del|code|pre|section|blockquote|ul|ol|li|h[1-6]|hr|br|table|thead|tbody|tr|th|td|input|sup|svg|path|rect|circle|button)$/

const dangers = (output: string): string[] =>
  elements(output).flatMap(({ tag, attributes }) => {
    const found: string[] = []
    if (!allowed.test(tag)) found.push(`<${tag}>`)
    for (const { name, value } of attributes) {
      if (name.startsWith('on') || name === 'srcdoc' || name === 'src') found.push(`${tag} ${name}`)
      if (name === 'href' && !/^(https?:|mailto:|#)/.test(value)) found.push(`${tag} href=${value}`)
      if (name === 'style' && tag !== 'th' && tag !== 'td') found.push(`${tag} style`)
    }
    return found
  })

const vectors = [
  '[a](javascript:alert(1))',
  '[a](JaVaScRiPt:alert(1))',
  '[a](java\nscript:alert(1))',
  '[a](<java\tscript:alert(1)>)',
  '[a](&#106;avascript:alert(1))',
  '[a](&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A&#x61&#x6C&#x65&#x72&#x74(1))',
  '[a](\u0001javascript:alert(1))',
  '[a]( javascript:alert(1))',
  '[a](vbscript:msgbox(1))',
  '[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[a](data:image/svg+xml,<svg onload=alert(1)>)',
  '[a](file:///etc/passwd)',
  '[a](blob:https://example.com/x)',
  '[a](//evil.example/x)',
  '[a](https://bank.example@evil.example/)',
  '[a][r]\n\n[r]: javascript:alert(1)',
  '[![x](javascript:alert(1))](javascript:alert(2))',
  '[<img src=x onerror=alert(1)>](https://example.com)',
  '![x](javascript:alert(1))',
  '![x](https://evil.example/track.png)',
  '![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)',
  '![x"onerror="alert(1)](https://evil.example/x.png)',
  '![x](https://evil.example/x.png"onerror="alert(1))',
  '![x](attachment:a"onerror="alert(1).png)',
  '<javascript:alert(1)>',
  '<script>alert(1)</script>',
  '<scr<script>ipt>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)><animate onbegin=alert(1)></svg>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="javascript:alert(1)"></object>',
  '<a href="javascript:alert(1)">x</a>',
  '<details open ontoggle=alert(1)>',
  '<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)>',
  '<style>@import "https://evil.example/x.css"</style>',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<form action="https://evil.example"><input name=x></form>',
  '<!--><img src=x onerror=alert(1)>-->',
  '<?xml version="1.0"?><x onload=alert(1)/>',
  '<![CDATA[<img src=x onerror=alert(1)>]]>',
  '`<img src=x onerror=alert(1)>`',
  '```html\n<img src=x onerror=alert(1)>\n```',
  '```"><img src=x onerror=alert(1)>\nx\n```',
  '| <img src=x onerror=alert(1)> |\n|-|\n| [a](javascript:alert(1)) |',
  '- [ ] <img src=x onerror=alert(1)>',
  'x[^1]\n\n[^1]: [a](javascript:alert(1))',
  'x[^"onclick=alert(1)]\n\n[^"onclick=alert(1)]: y',
  'www.evil.example/"onmouseover="alert(1)',
  'https://evil.example/"onmouseover="alert(1)',
  '[a](#/settings)',
  '[a](#x "onmouseover=alert(1)")',
]

describe('markdown of anybody', () => {
  it.each(vectors)('is harmless: %s', (text) => {
    expect(dangers(html(text))).toEqual([])
  })

  it('is harmless whatever is written', () => {
    const part = fc.oneof(
      fc.constantFrom(...vectors),
      fc.constantFrom(
        '[',
        ']',
        '(',
        ')',
        '<',
        '>',
        '!',
        '`',
        '"',
        '\n',
        '|',
        '* ',
        '> ',
        'javascript:',
        'onerror=',
      ),
      fc.string({ maxLength: 8 }),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        expect(dangers(html(parts.join('')))).toEqual([])
      }),
    )
  })

  it('would notice a danger', () => {
    expect(dangers('<p onclick="x"><img src="x"><a href="javascript:x">')).toEqual([
      'p onclick',
      '<img>',
      'img src',
      'a href=javascript:x',
    ])
  })

  it('keeps raw HTML readable as text', () => {
    expect(html('<Resource name="jdbc/app"/>')).toContain('&lt;Resource name=&quot;jdbc/app&quot;/&gt;')
  })

  it('opens links elsewhere and tells nobody where from', () => {
    expect(html('[docs](https://example.com/a)')).toContain(
      '<a href="https://example.com/a" target="_blank" rel="noopener noreferrer" title="https://example.com/a">docs</a>',
    )
    expect(html('write to <ops@example.com>')).toContain('href="mailto:ops@example.com"')
  })

  it('never loads an image from elsewhere, and offers its address', () => {
    const output = html('![a plan](https://example.com/p.png)')
    expect(output).toContain('href="https://example.com/p.png"')
    expect(output).toContain('a plan (not loaded)')
  })

  it('lets the case draw its own images', () => {
    expect(html('![heap](attachment:heap%20dump.png)', (name, label) => `${label}=${name}`)).toContain(
      'heap=heap dump.png',
    )
  })

  it('shows as written what is made to exhaust the parser', () => {
    for (const hostile of ['>'.repeat(20_000), '['.repeat(20_000), '*a_ '.repeat(9000), '|a'.repeat(9000)])
      expect(isCheapToFormat(hostile)).toBe(false)
    expect(html(`# A\n\n${'*a_ '.repeat(9000)}`)).not.toContain('<h1>')
    expect(isCheapToFormat(`\`\`\`\n${'['.repeat(200_000)}\n\`\`\``)).toBe(false)
  })

  it('formats long but honest text', () => {
    const log = '[main] INFO [o.a.c.Core] <start> *x*\n'.repeat(900)
    const text = `# Log\n\n\`\`\`\n${log}\`\`\`\n\n${'A **bold** word, [a link](https://example.com) and `code`.\n\n'.repeat(300)}`
    expect(isCheapToFormat(text)).toBe(true)
    expect(html(text)).toContain('<strong>bold</strong>')
  })

  it('survives deep nesting', () => {
    expect(html(`${'>'.repeat(1500)} deep`)).toContain('deep')
    expect(html(`${'- '.repeat(1500)} deep`)).toContain('deep')
  })

  it('shows very long text as it was written', () => {
    expect(html(`# ${'x'.repeat(formattedAtMost)}`)).not.toContain('<h1>')
  })
})
