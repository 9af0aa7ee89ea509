import { GitCommitVertical } from 'lucide-react'
import { plural } from '../case/words.ts'
import { verdictNames, verdictTones } from '../runs/words.ts'
import { took } from '../terminal/blocks/block-words.ts'
import { Badge } from '../ui/badge.tsx'
import { safeLink } from '../ui/safe-url.ts'
import type { DetailOf } from './block-face.tsx'
import styles from './evidence.module.css'

// What scrolls must be reachable by keyboard.
const reachable = { tabIndex: 0 }

const numbered = <T extends object>(list: readonly T[]) => list.map((one, at) => ({ ...one, number: at + 1 }))

/** What a bisection found: the change, its neighbours, and every step on the way. */
export const BisectionFace = ({ detail }: { detail: DetailOf<'bisection'> }) => {
  const { summary, service, minimal, steps, links, durationMs } = detail
  return (
    <section className={styles.face} aria-label="Bisection">
      <header className={styles.head}>
        <GitCommitVertical size={14} aria-hidden />
        <span className={styles.name}>{summary}</span>
        <span className={styles.muted}>
          {plural(steps.length, 'step')}, {took(durationMs)}
        </span>
      </header>
      {minimal.length > 0 && (
        <ul className={styles.found}>
          {minimal.map((one) => (
            <li key={one}>
              <code>{one}</code>
            </li>
          ))}
        </ul>
      )}
      <details className={styles.steps}>
        <summary>{service === '' ? 'The steps' : `The versions of ${service} that were tried`}</summary>
        <ol aria-label="Steps" {...reachable}>
          {numbered(steps).map(({ number, subject, verdict }) => (
            <li key={number}>
              <span className={styles.stepNumber}>{number}</span>
              <code>{subject}</code>
              <Badge tone={verdictTones[verdict]}>{verdictNames[verdict]}</Badge>
            </li>
          ))}
        </ol>
      </details>
      {links.length > 0 && (
        <p className={styles.facts}>
          {links.map(({ title, url }) => (
            <a key={url} href={safeLink(url) ?? undefined} target="_blank" rel="noreferrer">
              {title}
            </a>
          ))}
        </p>
      )}
    </section>
  )
}
