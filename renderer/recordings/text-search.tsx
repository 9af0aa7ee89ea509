import { Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Input } from '../ui/input.tsx'
import type { ControlsProps } from './controls.tsx'
import { findText } from './find-text.ts'
import styles from './player.module.css'

/** Jumps to where a text appears: Enter to the first time, and on to the next ones. */
export const TextSearch = ({ playback, recorded }: ControlsProps) => {
  const [query, setQuery] = useState('')
  const [said, setSaid] = useState('')
  const last = useRef<{ query: string; event: number } | null>(null)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  const find = async () => {
    running.current?.abort()
    const stop = new AbortController()
    running.current = stop
    const from = last.current?.query === query ? last.current.event + 1 : 0
    setSaid('Searching…')
    const pause = () => new Promise<void>((resolve) => setTimeout(resolve))
    const event = await findText({ events: recorded.events, query, from, signal: stop.signal, pause })
    if (stop.signal.aborted) return
    last.current = event === null ? null : { query, event }
    if (event === null) return setSaid(from > 0 ? 'Not again' : 'Nothing found')
    setSaid('')
    playback.seekRecorded(recorded.times[event] ?? 0)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') void find()
    else if (event.key === 'Escape') event.currentTarget.closest('section')?.focus()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <search className={styles.find}>
      <span role="status">{said}</span>
      <Input
        icon={Search}
        type="search"
        value={query}
        placeholder="Find text"
        aria-label="Find text in the recording"
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={onKeyDown}
      />
    </search>
  )
}
