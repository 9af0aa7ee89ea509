import { type PointerEvent, useRef } from 'react'
import { cx } from '../ui/cx.ts'
import { resize, type Split } from './arrangement/arrangement.ts'
import styles from './panel.module.css'
import { usePanel } from './panel-context.ts'
import { Screen } from './screen.tsx'

export interface SplitViewProps {
  tab: string
  split: Split
  /** The terminal that has the keys. */
  front: string
  /** Whether there are several, so that the one in front is marked. */
  many: boolean
  path?: readonly number[]
}

/** One terminal, or parts that share the place. */
export const SplitView = ({ tab, split, front, many, path = [] }: SplitViewProps) => {
  const { terminals } = usePanel()
  const root = useRef<HTMLDivElement>(null)
  if ('terminal' in split) {
    const terminal = terminals.find(({ id }) => id === split.terminal)
    return terminal ? (
      <Screen key={terminal.id} terminal={terminal} front={terminal.id === front} many={many} />
    ) : null
  }
  return (
    <div ref={root} className={cx(styles.split, styles[split.way])}>
      {split.parts.flatMap((part, at) => [
        at > 0 && (
          <Divider key={`divider-${keyOf(part)}`} root={root} tab={tab} split={split} at={at} path={path} />
        ),
        <div key={keyOf(part)} className={styles.part} style={{ flexGrow: split.shares[at] ?? 1 }}>
          <SplitView tab={tab} split={part} front={front} many={many} path={[...path, at]} />
        </div>,
      ])}
    </div>
  )
}

const keyOf = (split: Split): string => ('terminal' in split ? split.terminal : split.parts.map(keyOf).join())

interface DividerProps {
  root: React.RefObject<HTMLDivElement | null>
  tab: string
  split: Extract<Split, { way: unknown }>
  at: number
  path: readonly number[]
}

/** The smallest part of two that a drag leaves. */
const least = 0.1

/** Between two parts; dragging it moves share from one to the other. */
const Divider = ({ root, tab, split: { way, shares }, at, path }: DividerProps) => {
  const { arrangement } = usePanel()
  const move = ({ currentTarget, clientX, clientY, pointerId }: PointerEvent<HTMLDivElement>) => {
    if (!currentTarget.hasPointerCapture(pointerId) || !root.current) return
    const box = root.current.getBoundingClientRect()
    const place = way === 'row' ? (clientX - box.left) / box.width : (clientY - box.top) / box.height
    const all = shares.reduce((sum, share) => sum + share, 0)
    const before = shares.slice(0, at - 1).reduce((sum, share) => sum + share, 0)
    const both = (shares[at - 1] ?? 1) + (shares[at] ?? 1)
    const first = Math.min(both * (1 - least), Math.max(both * least, place * all - before))
    const next = shares.with(at - 1, first).with(at, both - first)
    arrangement.setState((now) => resize(now, { tab, path, shares: next }))
  }
  return (
    <div
      className={cx(styles.divider, styles[`${way}-divider`])}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={move}
    />
  )
}
