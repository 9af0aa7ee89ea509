import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { Terminal } from '../../shared/contract/terminals.ts'
import { cx } from '../ui/cx.ts'
import { activate } from './arrangement/arrangement.ts'
import { EndedBar, ForeignSize, LinkHint, LostBar, WishBar } from './bars.tsx'
import { useGutter } from './blocks/use-gutter.ts'
import { nameOf } from './names.ts'
import styles from './panel.module.css'
import { usePanel } from './panel-context.ts'
import { SearchBar } from './search-bar.tsx'
import type { Session } from './session/session.ts'

/** Milliseconds a size must stand before the program is told: a drag would have it draw anew on every frame. */
const calm = 60

const useFitting = (session: Session, host: React.RefObject<HTMLDivElement | null>) => {
  useEffect(() => {
    const element = host.current
    if (!element) return
    session.show(element)
    let timer: ReturnType<typeof setTimeout> | undefined
    const observer = new ResizeObserver(() => {
      clearTimeout(timer)
      timer = setTimeout(session.fit, calm)
    })
    observer.observe(element)
    return () => {
      clearTimeout(timer)
      observer.disconnect()
    }
  }, [session, host])
}

/** One that was started again, here or in another window, is read again. */
const useRestart = (session: Session, runs: boolean) => {
  const before = useRef(runs)
  useEffect(() => {
    const started = runs && !before.current
    before.current = runs
    if (started) session.restart()
  }, [session, runs])
}

export const Screen = ({ terminal, front, many }: { terminal: Terminal; front: boolean; many: boolean }) => {
  const { sessions, arrangement, face } = usePanel()
  const session = sessions.get(terminal.id)
  const host = useRef<HTMLDivElement>(null)
  const state = useStore(session.store)
  const searching = useStore(face, (now) => now.searching === terminal.id)
  const name = nameOf(terminal)
  useFitting(session, host)
  useRestart(session, terminal.ended === null)
  useGutter(session, terminal)
  useEffect(() => {
    const label = `Terminal ${name}${terminal.ended ? ', ended' : ''}`
    session.term.textarea?.setAttribute('aria-label', label)
  }, [session, name, terminal.ended])
  const onFocus = () => {
    if (arrangement.getState().recent[0] !== terminal.id)
      arrangement.setState((now) => activate(now, terminal.id))
  }
  return (
    <section
      className={cx(styles.screen, many && front && styles.front)}
      aria-label={name}
      onFocusCapture={onFocus}
      {...(front && { 'data-front': true })}
    >
      {searching && <SearchBar session={session} />}
      <div ref={host} className={cx(styles.host, state.foreign && styles.scrolls)} />
      {state.wish !== null && <WishBar session={session} text={state.wish} />}
      {(state.stream === 'lost' || state.stream === 'failed') && <LostBar session={session} state={state} />}
      {terminal.ended && <EndedBar terminal={terminal} />}
      {state.foreign && state.stream === 'live' && <ForeignSize size={state.foreign} />}
      {state.hover && <LinkHint hover={state.hover} />}
    </section>
  )
}
