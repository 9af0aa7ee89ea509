import '@xterm/xterm/css/xterm.css'
import { useEffect, useRef, useState } from 'react'
import { useBench } from '../app/bench.ts'
import { bytesText } from '../app/save-bytes.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Controls } from './controls.tsx'
import { makeKeyframes } from './keyframes.ts'
import { createPlayback, type Playback } from './playback.ts'
import styles from './player.module.css'
import { playerKeys } from './player-keys.ts'
import { findMarker, type Recorded, type SoughtMarker } from './recorded.ts'
import { createScreen } from './screen.ts'
import { type RecordingSource, useRecording } from './use-recording.ts'

interface PlayerProps {
  source: RecordingSource
  /** The command it begins at. */
  marker?: SoughtMarker | undefined
}

/** Plays a recorded terminal: of this bench, or attached to a case. */
export const Player = ({ source, marker }: PlayerProps) => {
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
  return <Stage key={source.id} recorded={recorded} title={source.title} marker={marker} />
}

/** Goes to the command that was asked for. */
const useMarker = (playback: Playback | null, recorded: Recorded, marker: SoughtMarker | undefined) => {
  const { toast } = useBench()
  useEffect(() => {
    if (!playback || !marker) return
    const found = findMarker(recorded, marker)
    if (found) playback.seekRecorded(found.at)
    else toast('This recording does not hold the command: recording was off when it ran.')
  }, [playback, recorded, marker, toast])
}

interface StageProps {
  recorded: Recorded
  title: string
  marker: SoughtMarker | undefined
}

const Stage = ({ recorded, title, marker }: StageProps) => {
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
    made.seekRecorded(recorded.times[0] ?? 0)
    // Opened in front of the window for this alone.
    if (root.current?.closest('[role="dialog"]')) root.current.focus({ preventScroll: true })
    return () => {
      made.dispose()
      keyframes.dispose()
      screen.dispose()
    }
  }, [recorded])
  useMarker(playback, recorded, marker)
  const onKeyDown = playerKeys(playback, recorded, root)
  return (
    <section
      ref={root}
      className={styles.player}
      aria-label={`Recording ${title}`}
      onKeyDown={onKeyDown}
      {...reachable}
    >
      {/* A terminal wider than the player is scrolled sideways. */}
      <section ref={host} className={styles.stage} aria-label="Terminal of the recording" {...scrollable} />
      {playback && <Controls playback={playback} recorded={recorded} />}
    </section>
  )
}

const scrollable = { tabIndex: 0 }

// The keys of the player are those of all of it.
const reachable = { tabIndex: 0, 'data-pane-focus': true }
