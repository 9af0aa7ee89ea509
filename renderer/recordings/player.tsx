import '@xterm/xterm/css/xterm.css'
import { useEffect, useRef, useState } from 'react'
import { bytesText } from '../app/save-bytes.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Controls } from './controls.tsx'
import { makeKeyframes } from './keyframes.ts'
import { createPlayback, type Playback } from './playback.ts'
import styles from './player.module.css'
import { playerKeys } from './player-keys.ts'
import type { Recorded } from './recorded.ts'
import { createScreen } from './screen.ts'
import { type RecordingSource, useRecording } from './use-recording.ts'

/** Plays a recorded terminal: of this bench, or attached to a case. */
export const Player = ({ source }: { source: RecordingSource }) => {
  const state = useRecording(source)
  if (state.is === 'failed') return <ErrorState title="This recording cannot be read" error={state.error} />
  if (state.is === 'reading')
    return (
      <p className={styles.reading} role="status">
        Reading the recording{state.bytes > 0 && `, ${bytesText(state.bytes)} so far`}
      </p>
    )
  const { recorded } = state
  if (!recorded.header)
    return (
      <EmptyState
        title="This is no recording of a terminal"
        text={`It cannot be played: ${recorded.problem || 'the file is empty'}. Save a copy to look at it as text.`}
      />
    )
  return <Stage key={source.id} recorded={recorded} title={source.title} />
}

const Stage = ({ recorded, title }: { recorded: Recorded; title: string }) => {
  const host = useRef<HTMLDivElement>(null)
  const root = useRef<HTMLElement>(null)
  const [playback, setPlayback] = useState<Playback | null>(null)
  useEffect(() => {
    const element = host.current
    if (!element || !recorded.header) return
    const screen = createScreen(element, recorded.header)
    const keyframes = makeKeyframes(recorded)
    const made = createPlayback({
      recorded,
      keyframes,
      term: screen.term,
      view: window,
      now: () => performance.now(),
    })
    setPlayback(made)
    // The first words are there before a person presses play.
    made.seek(0)
    // Opened in front of the window for this alone.
    if (root.current?.closest('[role="dialog"]')) root.current.focus({ preventScroll: true })
    return () => {
      made.dispose()
      keyframes.dispose()
      screen.dispose()
    }
  }, [recorded])
  const onKeyDown = playerKeys(playback, recorded, root)
  return (
    <section
      ref={root}
      className={styles.player}
      aria-label={`Recording ${title}`}
      onKeyDown={onKeyDown}
      {...reachable}
    >
      <div ref={host} className={styles.stage} />
      {playback && <Controls playback={playback} recorded={recorded} />}
    </section>
  )
}

// The keys of the player are those of all of it.
const reachable = { tabIndex: 0, 'data-pane-focus': true }
