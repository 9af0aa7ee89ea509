import { Play } from 'lucide-react'
import { useState } from 'react'
import type { CardSource, OpenedCard } from '../../shared/contract/cards.ts'
import { useBench } from '../app/bench.ts'
import { plural } from '../case/words.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { type Replay, replayCard } from './acts.ts'
import styles from './cards.module.css'

export interface ReplayBarProps {
  opened: OpenedCard
  source: CardSource
  allowed: ReadonlySet<string>
  replay: Replay
  onChange: (replay: Replay) => void
}

const said: Readonly<Record<Replay['is'], string>> = {
  none: 'Nothing of it has run yet. The replay makes a case of its own.',
  running: 'The replay is under way. It can be cancelled in the status bar.',
  failed: 'Each replay makes a case of its own.',
  done: 'Each replay makes a case of its own.',
}

/** Begins the replay of a card; of one that was made elsewhere after a yes that says what runs as whom. */
export const ReplayBar = ({ opened, source, allowed, replay, onChange }: ReplayBarProps) => {
  const bench = useBench()
  const [keepUp, setKeepUp] = useState(false)
  const left = opened.dangers.filter(({ id, level }) => level === 'refused' && !allowed.has(id)).length
  const start = async () => {
    const goOn =
      opened.own ||
      (await bench.confirm({
        title: `Run the check of ${opened.card.ref}?`,
        text: `It makes a new case of the card and runs ${opened.card.command === null ? 'its repro.sh' : 'its command'}: a program of whoever made the card, which runs as you and can reach your files. Run it only if you read it or trust where it comes from.`,
        act: 'Run it',
        danger: true,
      }))
    if (goOn) await replayCard(bench, opened, { source, allow: [...allowed], keepUp, onChange })
  }
  return (
    <footer className={styles.bar}>
      <p className={styles.muted}>
        {left > 0
          ? `${plural(left, 'danger')} of its Compose file ${left === 1 ? 'is' : 'are'} not allowed yet.`
          : said[replay.is]}
      </p>
      <Checkbox label="Leave the environment up" checked={keepUp} onChange={setKeepUp} />
      <Button
        look="primary"
        icon={Play}
        disabled={left > 0 || replay.is === 'running'}
        onClick={() => void start()}
      >
        {replay.is === 'done' || replay.is === 'failed' ? 'Replay again' : 'Replay the card'}
      </Button>
    </footer>
  )
}
