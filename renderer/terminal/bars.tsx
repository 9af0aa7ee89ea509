import { createPortal } from 'react-dom'
import { BenchError } from '../../shared/contract/error.ts'
import type { Terminal } from '../../shared/contract/terminals.ts'
import { useBench } from '../app/bench.ts'
import { Button } from '../ui/button.tsx'
import { cx } from '../ui/cx.ts'
import { Kbd } from '../ui/kbd.tsx'
import { sentence } from '../ui/sentence.ts'
import { endOf } from './names.ts'
import styles from './panel.module.css'
import { usePanel } from './panel-context.ts'
import { linkTarget } from './session/link-target.ts'
import type { Session, SessionState } from './session/session.ts'

/** How it ended, and what can be done now. */
export const EndedBar = ({ terminal }: { terminal: Terminal }) => {
  const { acts } = usePanel()
  const well = terminal.ended?.exitCode === 0
  return (
    <div className={cx(styles.bar, !well && styles.badly)} role="status">
      <span className={styles.said}>{endOf(terminal)}</span>
      <Button size="small" look="primary" onClick={() => void acts.again(terminal)}>
        Start again
      </Button>
      <Button size="small" onClick={() => void acts.remove(terminal)}>
        Remove
      </Button>
    </div>
  )
}

/** Why nothing comes. */
export const LostBar = ({ session, state }: { session: Session; state: SessionState }) => (
  <div className={cx(styles.bar, styles.badly)} role="status">
    <span className={styles.said}>
      {state.stream === 'lost'
        ? 'The connection to the host is lost. The terminal goes on there, and is drawn again when it is back.'
        : sentence(state.error)}
    </span>
    {state.stream === 'failed' && (
      <Button size="small" onClick={session.restart}>
        Try again
      </Button>
    )}
  </div>
)

const wishShown = 160

const putOnClipboard = async (text: string): Promise<void> => {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    // What the browser says of it is no sentence for a person.
    throw new BenchError(
      'refused',
      'The browser does not let this page write the clipboard, so it is as it was. Allow the clipboard for this page and answer again.',
    )
  }
}

/** A program wishes to write the clipboard. Not a dialog, which a program could have a person press Enter in. */
export const WishBar = ({ session, text }: { session: Session; text: string }) => {
  const { client, toast } = useBench()
  const answer = async (allow: 'once' | 'always' | 'never') => {
    session.store.setState({ wish: null, allowed: allow === 'always' })
    try {
      await client.terminals.allowClipboard({ id: session.id, allow })
      if (allow !== 'never') await putOnClipboard(text)
    } catch (error) {
      // What could not be done can be allowed again.
      session.store.setState({ wish: allow === 'never' ? null : text, allowed: false })
      toast({ tone: 'danger', text: sentence(error) })
    }
    session.term.focus()
  }
  return (
    <div className={styles.bar} role="status">
      <span className={styles.said}>
        A program in this terminal wants to replace the clipboard by{' '}
        <code>{text.length > wishShown ? `${text.slice(0, wishShown)}…` : text}</code>
      </span>
      <Button size="small" onClick={() => void answer('once')}>
        Allow once
      </Button>
      <Button size="small" onClick={() => void answer('always')}>
        Always
      </Button>
      <Button size="small" onClick={() => void answer('never')}>
        Never
      </Button>
    </div>
  )
}

/** Lies above the screen, whose size it must not change. */
export const ForeignSize = ({ size: { columns, rows } }: { size: { columns: number; rows: number } }) => (
  <p className={styles.foreign} role="note">
    {columns} × {rows}, the size of another window. Click or type to use this one’s.
  </p>
)

/** Where the link under the pointer leads, as it truly is. */
export const LinkHint = ({ hover: { link, x, y } }: { hover: NonNullable<SessionState['hover']> }) => {
  const target = link.is === 'address' ? linkTarget(link.address, link.shown) : null
  const where =
    link.is === 'address'
      ? (target?.href ?? `${link.address} (not opened)`)
      : [link.path, link.line, link.column].filter((part) => part !== null).join(':')
  return createPortal(
    <div
      className={styles.hint}
      style={{ left: Math.min(x, window.innerWidth - 420), bottom: window.innerHeight - y + 14 }}
    >
      {target?.disguised && <span className={styles.disguised}>Leads elsewhere than it says</span>}
      <span className={styles.where}>{where}</span>
      <span className={styles.how}>
        <Kbd keys="Mod" /> + click to open
      </span>
    </div>,
    document.body,
  )
}
