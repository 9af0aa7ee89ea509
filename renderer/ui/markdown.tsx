import { Image as ImageIcon } from 'lucide-react'
import { type ReactElement, type ReactNode, useId, useMemo } from 'react'
import render, { type Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { CodeBlock } from './code-block.tsx'
import { cx } from './cx.ts'
import { isCheapToFormat } from './formatting-cost.ts'
import { limitDepth } from './limit-depth.ts'
import styles from './markdown.module.css'
import { attachmentOf, safeLink } from './safe-url.ts'

export interface MarkdownProps {
  /** Text of anybody: a customer, an import, a log. It can never run, load or navigate anything by itself. */
  text: string
  /** Draws an image of the case, named by attachment name or SHA-256. Without it such an image is its label. */
  attachment?: ((nameOrSha256: string, label: string) => ReactNode) | undefined
  className?: string | undefined
}

/** Longer text is shown as it was written: formatting it would hold up the window. */
export const formattedAtMost = 100_000

export const Markdown = ({ text, attachment, className }: MarkdownProps) => {
  const id = useId()
  const content = useMemo(() => format(text, id, attachment), [text, id, attachment])
  return <div className={cx(styles.markdown, className)}>{content}</div>
}

const plain = (text: string) => <div className={styles.plain}>{text}</div>

const format = (text: string, id: string, attachment: MarkdownProps['attachment']): ReactElement => {
  if (text.length > formattedAtMost || !isCheapToFormat(text)) return plain(text)
  try {
    return render({
      children: text,
      remarkPlugins: [[remarkGfm, { singleTilde: false }]],
      remarkRehypeOptions: { clobberPrefix: `${id}-` },
      rehypePlugins: [limitDepth],
      urlTransform: (url) => url,
      components: components(id, attachment),
    })
  } catch {
    // The parser gave up, as on nesting made for that; the text itself is still worth reading.
    return plain(text)
  }
}

const textOf = (node: ReactNode): string => {
  if (typeof node === 'string') return node
  if (Array.isArray(node)) return node.map(textOf).join('')
  return ''
}

// Raw HTML never gets here: it is shown as the text it is, because nothing turns it into elements.
const components = (id: string, attachment: MarkdownProps['attachment']): Components => ({
  a: ({ href = '', children, id: anchor, 'aria-describedby': describedBy, 'aria-label': label }) => {
    if (href.startsWith(`#${id}-`)) return footnote(href, { id: anchor, describedBy, label }, children)
    const to = safeLink(href)
    if (!to) return <>{children}</>
    return (
      <a href={to} target="_blank" rel="noopener noreferrer" title={to}>
        {children}
      </a>
    )
  },
  img: ({ src, alt }) => {
    const url = typeof src === 'string' ? src : ''
    const label = alt || 'image'
    const named = attachmentOf(url)
    if (named && attachment) return <>{attachment(named, label)}</>
    const to = safeLink(url)
    const shown = (
      <>
        <ImageIcon size={13} aria-hidden />
        {to ? `${label} (not loaded)` : label}
      </>
    )
    if (!to) return <span className={styles.image}>{shown}</span>
    return (
      <a className={styles.image} href={to} target="_blank" rel="noopener noreferrer" title={to}>
        {shown}
      </a>
    )
  },
  input: ({ checked }) => (
    <input type="checkbox" checked={checked ?? false} disabled aria-label={checked ? 'Done' : 'Not done'} />
  ),
  pre: ({ children }) => {
    const code = codeOf(children)
    return (
      <div className={styles.block}>
        <CodeBlock text={code.text} language={code.language} />
      </div>
    )
  },
})

const footnote = (
  href: string,
  ids: { id: string | undefined; describedBy: string | undefined; label: string | undefined },
  children: ReactNode,
) => (
  <a
    href={href}
    id={ids.id}
    aria-describedby={ids.describedBy}
    aria-label={ids.label}
    onClick={(event) => {
      // The address bar belongs to the router.
      event.preventDefault()
      document.getElementById(decodeURIComponent(href.slice(1)))?.scrollIntoView({ block: 'center' })
    }}
  >
    {children}
  </a>
)

const codeOf = (children: ReactNode): { text: string; language: string | undefined } => {
  const element = children as ReactElement<{ className?: string; children?: ReactNode }> | null
  const { className, children: inside } = element?.props ?? {}
  return { text: textOf(inside).replace(/\n$/, ''), language: /language-(\S+)/.exec(className ?? '')?.[1] }
}
