import { FileCode, Play } from 'lucide-react'
import { useId, useState } from 'react'
import { useBench } from '../app/bench.ts'
import { Button } from '../ui/button.tsx'
import { Input } from '../ui/input.tsx'
import panel from '../ui/panel.module.css'
import { Toolbar } from '../ui/toolbar.tsx'
import type { OfCase } from '../workspace/acts.tsx'
import { editScript, reproScript, runCheck } from './acts.ts'
import styles from './runs.module.css'

/** Bounds of the contract. */
const mostRepeats = 1000
const mostSeconds = 86_400

const within = (text: string, most: number): number | null => {
  const value = Number(text)
  return Number.isInteger(value) && value >= 1 && value <= most ? value : null
}

export interface CheckBarProps {
  found: OfCase
  /** What is kept as the check of the case; empty for its `repro.sh`. */
  command: string
  running: boolean
}

/** What the check is, how often it runs, and the act that runs it. */
export const CheckBar = ({ found, command, running }: CheckBarProps) => {
  const bench = useBench()
  const [typed, setTyped] = useState<string | null>(null)
  const [times, setTimes] = useState('1')
  const [seconds, setSeconds] = useState('600')
  const repeat = within(times, mostRepeats)
  const timeoutSeconds = within(seconds, mostSeconds)
  const check = () => {
    if (repeat === null || timeoutSeconds === null) return
    void runCheck(bench, found, { command: typed ?? undefined, repeat, timeoutSeconds })
  }
  return (
    <Toolbar label="Check" className={panel.bar}>
      <Input
        aria-label="Command of the check"
        placeholder={reproScript}
        className={styles.typed}
        value={typed ?? command}
        onChange={({ target }) => setTyped(target.value)}
        onKeyDown={({ key }) => key === 'Enter' && !running && check()}
      />
      <Figure label="Times" value={times} wrong={repeat === null} onChange={setTimes} />
      <Figure label="Seconds at most" value={seconds} wrong={timeoutSeconds === null} onChange={setSeconds} />
      <Button
        size="small"
        look="primary"
        icon={Play}
        disabled={running || repeat === null || timeoutSeconds === null}
        onClick={check}
      >
        Run the check
      </Button>
      <Button size="small" look="quiet" icon={FileCode} onClick={() => void editScript(bench, found)}>
        Edit {reproScript}
      </Button>
    </Toolbar>
  )
}

interface FigureProps {
  label: string
  value: string
  wrong: boolean
  onChange: (value: string) => void
}

const Figure = ({ label, value, wrong, onChange }: FigureProps) => {
  const id = useId()
  return (
    <span className={styles.figure}>
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        inputMode="numeric"
        aria-invalid={wrong}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </span>
  )
}
