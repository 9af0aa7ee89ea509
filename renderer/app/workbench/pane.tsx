import { type ReactNode, useEffect, useRef } from 'react'
import { parsePanelId } from './layout.ts'
import styles from './workbench.module.css'

/** Marks a pane of the dock for moving between them by keyboard. */
const paneAttribute = 'data-pane'

/** What gets the focus when a pane does, unless it had it somewhere before. */
const preferred = '[data-pane-focus], [role="grid"]'

/** The element that the dock places; it is not ours, so it is marked and not drawn. */
const placed = '.dv-render-overlay'
const fillingClass = 'filling'
const foldedClass = 'folded'

export interface PaneProps {
  id: string
  /** Covers the whole workbench. */
  filling: boolean
  /** Its side is hidden. */
  folded?: boolean
  /** Takes the focus over from the pane that was in front before. */
  active?: boolean
  children: ReactNode
}

export const Pane = ({ id, filling, folded = false, active = false, children }: PaneProps) => {
  const pane = useRef<HTMLDivElement>(null)
  const last = useRef<Element | null>(null)
  useEffect(() => {
    const element = pane.current
    if (!element) return
    const remember = ({ target }: FocusEvent) => {
      if (target !== element && target instanceof Element) last.current = target
    }
    // Not bubbled, so that the pane knows where to go back to when it is asked to take the focus.
    const enter = () => {
      const before = last.current
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
    element.addEventListener('focusin', remember)
    element.addEventListener('focus', enter)
    return () => {
      element.removeEventListener('focusin', remember)
      element.removeEventListener('focus', enter)
    }
  }, [])
  useEffect(() => {
    if (!active) return
    // The dock shows the pane after it has told so; what is hidden takes no focus.
    const frame = requestAnimationFrame(() => {
      const element = pane.current
      if (element && isAdrift(element)) focusPane(element)
    })
    return () => cancelAnimationFrame(frame)
  }, [active])
  useEffect(() => {
    const overlay = pane.current?.closest(placed)
    if (!filling || !overlay) return
    overlay.classList.add(fillingClass)
    return () => overlay.classList.remove(fillingClass)
  }, [filling])
  useEffect(() => {
    pane.current?.closest(placed)?.classList.toggle(foldedClass, folded && !filling)
  }, [filling, folded])
  return (
    <div ref={pane} className={styles.view} {...{ [paneAttribute]: id }} tabIndex={-1}>
      {children}
    </div>
  )
}

/** Whether the tab that came to the front should have the focus: not from a list that is being walked through. */
const isAdrift = (own: HTMLElement): boolean => {
  const { activeElement, body } = own.ownerDocument
  if (!activeElement || activeElement === body) return true
  const pane = activeElement.closest(`[${paneAttribute}]`)
  if (!pane || pane === own) return false
  return (
    parsePanelId(pane.getAttribute(paneAttribute) ?? '') === null || !activeElement.closest('[role="grid"]')
  )
}

const focusPane = (pane: HTMLElement): void => {
  pane.focus({ preventScroll: true })
  if (pane.ownerDocument.activeElement === pane) pane.querySelector<HTMLElement>(preferred)?.focus()
}

/** Frames that a view which is shown for the first time may take until it is there. */
const framesAtMost = 90

/** Moves the focus to what a pane is for, once the dock shows it. */
export const focusPaneOf = (id: string, frames = framesAtMost): void => {
  requestAnimationFrame(() => {
    const pane = document.querySelector<HTMLElement>(`[${paneAttribute}="${CSS.escape(id)}"]`)
    const wanted = pane && isSeen(pane) ? pane.querySelector<HTMLElement>(preferred) : null
    if (wanted) wanted.focus()
    else if (frames > 0) focusPaneOf(id, frames - 1)
    else if (pane) focusPane(pane)
  })
}

const isSeen = (pane: HTMLElement): boolean => pane.checkVisibility({ visibilityProperty: true })

/** Moves the focus to the next pane in reading order, or the one before. */
export const stepPane = (root: Document, by: 1 | -1): void => {
  const panes = [...root.querySelectorAll<HTMLElement>(`[${paneAttribute}]`)].filter(isSeen)
  const places = new Map(panes.map((pane) => [pane, pane.getBoundingClientRect()]))
  panes.sort((one, other) => {
    const [a, b] = [places.get(one), places.get(other)]
    return a && b ? a.left - b.left || a.top - b.top : 0
  })
  const at = panes.findIndex((pane) => pane.contains(root.activeElement))
  const next = at < 0 ? (by > 0 ? 0 : panes.length - 1) : (at + by + panes.length) % panes.length
  const pane = panes[next]
  if (pane) focusPane(pane)
}
