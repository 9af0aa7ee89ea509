import styles from './code-block.module.css'
import { CopyButton } from './copy-button.tsx'
import { cx } from './cx.ts'

export interface CodeBlockProps {
  text: string
  language?: string | undefined
  /** Breaks long lines instead of scrolling. */
  wrap?: boolean | undefined
}

// What scrolls must be reachable by keyboard.
const reachable = { tabIndex: 0 }

export const CodeBlock = ({ text, language, wrap = false }: CodeBlockProps) => (
  <div className={styles.block}>
    <section {...reachable} className={styles.scroller} aria-label={language ? `Code, ${language}` : 'Code'}>
      <pre className={cx(styles.code, wrap && styles.wrap)}>
        <code>{text}</code>
      </pre>
    </section>
    <div className={styles.copy}>
      <CopyButton text={() => text} iconOnly />
    </div>
  </div>
)
