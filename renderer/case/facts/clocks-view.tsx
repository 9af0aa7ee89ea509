import { useEffect, useMemo, useState } from 'react'
import type { ShownEvent } from '../../../shared/contract/timeline.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Section } from '../../ui/section.tsx'
import { statusNames } from '../../ui/status-dot.tsx'
import { useCasePage } from '../page.ts'
import { dateText, spanText } from '../words.ts'
import { type Clock, clocksOf } from './clocks.ts'
import { Fact } from './fact.tsx'
import styles from './facts.module.css'

const clockNames = { response: 'First answer', resolution: 'Solution' } as const

const useMinute = (): number => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000)
    return () => clearInterval(timer)
  }, [])
  return now
}

export interface ClocksProps {
  events: readonly ShownEvent[]
  /** False while not all of the story is known, and so neither is all of the time. */
  complete: boolean
}

export const Clocks = ({ events, complete }: ClocksProps) => {
  const { customer, case: shown } = useCasePage().detail
  const minute = useMinute()
  // An event may be younger than the last full minute.
  const now = Math.max(minute, events.at(-1)?.at ?? 0)
  const contract = customer?.contracts.find(({ id }) => id === shown.contractId)
  const clocks = useMemo(() => clocksOf(shown, { contract, events, now }), [shown, contract, events, now])
  const late =
    shown.dueAt !== null && shown.dueAt < now && shown.status !== 'solved' && shown.status !== 'closed'
  return (
    <Section look="panel" title="Clocks">
      <dl className={styles.list}>
        <Fact name="Due">
          {shown.dueAt === null ? (
            <span className={styles.muted}>No due date</span>
          ) : (
            <span className={late ? styles.late : undefined} title={dateText(shown.dueAt)}>
              {dateText(shown.dueAt)} ({late ? 'late, ' : ''}
              <RelativeTime at={shown.dueAt} form="long" />)
            </span>
          )}
        </Fact>
      </dl>
      {complete && clocks.map((clock) => <ClockView key={clock.kind} clock={clock} now={now} />)}
      {clocks.length === 0 && (
        <p className={styles.none}>
          {contract
            ? `${contract.name} agrees on no times for severity ${shown.severity}.`
            : 'A contract would start clocks for the first answer and the solution.'}
        </p>
      )}
    </Section>
  )
}

const stateOf = ({ used, agreed, metAt, endsAt }: Clock): { tone: Tone; word: string } => {
  const rest = agreed - used
  if (metAt !== null)
    return rest >= 0 ? { tone: 'ok', word: 'Met' } : { tone: 'danger', word: `Met ${spanText(rest)} late` }
  if (rest < 0) return { tone: 'danger', word: `${spanText(rest)} late` }
  if (endsAt === null) return { tone: 'neutral', word: `Stands still, ${spanText(rest)} left` }
  return { tone: rest < agreed / 4 ? 'warn' : 'info', word: `${spanText(rest)} left` }
}

const ClockView = ({ clock, now }: { clock: Clock; now: number }) => {
  const { kind, agreed, used, endsAt, segments } = clock
  const { tone, word } = stateOf(clock)
  return (
    <details className={styles.clock}>
      <summary>
        <span>{clockNames[kind]}</span>
        <Badge tone={tone}>{word}</Badge>
        <ProgressBar
          label={`${clockNames[kind]}: used of what was agreed`}
          value={agreed > 0 ? used / agreed : 1}
        />
      </summary>
      <p className={styles.muted}>
        {spanText(used)} of {spanText(agreed)} used{endsAt !== null && `, until ${dateText(endsAt)}`}.
        {kind === 'resolution' && ' Time in waiting does not count.'}
      </p>
      <ol className={styles.segments}>
        {segments.map(({ status, from, until, counts }) => (
          <li key={`${from} ${status}`} className={counts ? undefined : styles.muted}>
            <span>{kind === 'response' ? 'Until the first answer' : statusNames[status]}</span>
            <span title={`${dateText(from)} to ${until === null ? 'now' : dateText(until)}`}>
              {spanText((until ?? now) - from)}
              {!counts && ' (not counted)'}
            </span>
          </li>
        ))}
      </ol>
    </details>
  )
}
