import type { ReactNode } from 'react'
import type { CaseStatus } from '../../shared/domain/vocabulary.ts'
import styles from './status-dot.module.css'

export const statusNames: Record<CaseStatus, string> = {
  new: 'New',
  open: 'Open',
  waiting: 'Waiting',
  solved: 'Solved',
  closed: 'Closed',
}

const ring = <circle cx="7" cy="7" r="5.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
const disc = <circle cx="7" cy="7" r="6" fill="currentColor" />

// Each status has its own shape, so that colour is never the only sign.
const shapes: Record<CaseStatus, ReactNode> = {
  new: (
    <circle
      cx="7"
      cy="7"
      r="5.25"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeDasharray="2 1.3"
    />
  ),
  open: (
    <>
      {ring}
      <path d="M7 3.75a3.25 3.25 0 0 1 0 6.5z" fill="currentColor" />
    </>
  ),
  waiting: (
    <>
      {ring}
      <path d="M5.6 4.8v4.4M8.4 4.8v4.4" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
    </>
  ),
  solved: (
    <>
      {disc}
      <path
        d="m4.4 7.1 1.9 1.9 3.4-3.7"
        fill="none"
        stroke="var(--surface)"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  closed: (
    <>
      {disc}
      <path
        d="m5 5 4 4m0-4-4 4"
        fill="none"
        stroke="var(--surface)"
        strokeWidth="1.5"
        strokeLinecap="round"
      />
    </>
  ),
}

export const StatusDot = ({ status, named = false }: { status: CaseStatus; named?: boolean }) => {
  const dot = (
    <svg
      className={styles.dot}
      width="14"
      height="14"
      viewBox="0 0 14 14"
      style={{ color: `var(--status-${status})` }}
      role={named ? undefined : 'img'}
      aria-hidden={named}
      aria-label={named ? undefined : statusNames[status]}
    >
      {!named && <title>{statusNames[status]}</title>}
      {shapes[status]}
    </svg>
  )
  if (!named) return dot
  return (
    <span className={styles.named}>
      {dot}
      {statusNames[status]}
    </span>
  )
}
