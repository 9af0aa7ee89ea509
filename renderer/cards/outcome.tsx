import { CircleAlert } from 'lucide-react'
import { useBench } from '../app/bench.ts'
import { pathOf } from '../app/router.ts'
import { plural } from '../case/words.ts'
import { facts, verdictNames, verdictTones } from '../runs/words.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { ProgressBar } from '../ui/progress-bar.tsx'
import { isCancelled, sentence } from '../ui/sentence.ts'
import type { Replay, Replayed } from './acts.ts'
import styles from './cards.module.css'

/** How the replay of a card stands, or what it came to. */
export const Outcome = ({ replay }: { replay: Replay }) => {
  if (replay.is === 'none') return null
  if (replay.is === 'done') return <Done replayed={replay.replayed} />
  if (replay.is === 'running')
    return (
      <section className={styles.outcome} aria-label="The replay">
        <p role="status">{replay.text}</p>
        <ProgressBar label="Replaying the card" value={null} />
      </section>
    )
  const { error, made } = replay
  return (
    <section className={styles.outcome} aria-label="The replay" data-failed="true">
      <p role="alert" className={styles.failure}>
        <CircleAlert size={15} aria-hidden />
        <span>{isCancelled(error) ? 'The replay was cancelled.' : sentence(error)}</span>
      </p>
      {made !== null && <OpenCase caseRef={made} text={`${made} was made of it and is kept.`} />}
    </section>
  )
}

const OpenCase = ({ caseRef, text }: { caseRef: string; text: string }) => {
  const { navigate } = useBench()
  return (
    <p className={styles.facts}>
      <span>{text}</span>
      <Button size="small" onClick={() => navigate(pathOf('case', caseRef))}>
        Open {caseRef}
      </Button>
    </p>
  )
}

const sameText = ({ same, expected }: Replayed): string => {
  if (same === null || expected === null) return 'The card does not say what to expect.'
  return same ? 'As the card says.' : `The card says: ${verdictNames[expected].toLowerCase()}.`
}

const Done = ({ replayed }: { replayed: Replayed }) => {
  const { verdict, same, ref, run, files, changed, notes } = replayed
  return (
    <section className={styles.outcome} aria-label="The replay" data-failed={same === false}>
      <p className={styles.verdict} role="status">
        <Badge tone={verdictTones[verdict]}>{verdictNames[verdict]}</Badge>
        <b>{sameText(replayed)}</b>
        <span className={styles.muted}>{facts(run)}</span>
      </p>
      <p className={styles.muted}>
        {changed.length === 0
          ? `${files === 1 ? 'Its file is' : `All ${plural(files, 'file')} are`} bit by bit as in the card.`
          : `The check changed ${changed.join(', ')}.`}
      </p>
      {notes.length > 0 && (
        <ul className={styles.notes} aria-label="To know">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <OpenCase caseRef={ref} text={`The run, its recording and its logs are on ${ref}.`} />
    </section>
  )
}
