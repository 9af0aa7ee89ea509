import { ListVideo, Pause, Play } from 'lucide-react'
import { useStore } from 'zustand'
import { Checkbox } from '../ui/checkbox.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu } from '../ui/menu.tsx'
import { Select } from '../ui/select.tsx'
import { type Playback, speeds } from './playback.ts'
import styles from './player.module.css'
import type { Recorded } from './recorded.ts'
import { TextSearch } from './text-search.tsx'

/** Milliseconds that a wait lasts at most where waits are cut. */
const idleMs = 2000
/** Markers in the menu; keys reach the others. */
const mostListed = 100

export interface ControlsProps {
  playback: Playback
  recorded: Recorded
}

/** Minutes and seconds, with hours where there are any. */
const clock = (milliseconds: number): string => {
  const seconds = Math.floor(milliseconds / 1000)
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'))
  const hours = Math.floor(seconds / 3600)
  return hours > 0 ? [hours, ...parts].join(':') : parts.join(':').replace(/^0/, '')
}

export const Controls = ({ playback, recorded }: ControlsProps) => {
  const { playing, at, duration, speed, idle, seeking } = useStore(playback.store)
  const { markers, damaged } = recorded
  return (
    <div className={styles.controls}>
      <SeekBar playback={playback} recorded={recorded} />
      <div className={styles.line}>
        <IconButton
          icon={playing ? Pause : Play}
          label={playing ? 'Pause' : 'Play'}
          shortcut="Space"
          onClick={playback.toggle}
        />
        <span className={styles.time}>
          {clock(at)} / {clock(duration)}
        </span>
        <Select
          label="Speed"
          look="inline"
          size="small"
          value={String(speed)}
          options={speeds.map((one) => ({ value: String(one), label: `${one}×` }))}
          onChange={(value) => playback.setSpeed(Number(value))}
        />
        <Checkbox
          label="Cut waits"
          checked={idle !== null}
          onChange={(on) => playback.setIdle(on ? idleMs : null)}
        />
        {markers.length > 0 && (
          <Menu
            trigger={<IconButton icon={ListVideo} label="Markers" shortcut="]" size="small" />}
            items={markers.slice(0, mostListed).map((marker, index) => ({
              label: `${clock(playback.toPlayed(marker.at))}  ${marker.label || `Marker ${index + 1}`}`,
              run: () => playback.seekRecorded(marker.at),
            }))}
          />
        )}
        <span className={styles.grow}>
          {seeking && 'Seeking…'}
          {!seeking &&
            damaged > 0 &&
            `${damaged} damaged ${damaged === 1 ? 'line was' : 'lines were'} left out`}
        </span>
        <TextSearch playback={playback} recorded={recorded} />
      </div>
    </div>
  )
}

const SeekBar = ({ playback, recorded }: ControlsProps) => {
  const { at, duration } = useStore(playback.store)
  const share = duration > 0 ? (100 * at) / duration : 0
  return (
    <div className={styles.seek}>
      <input
        type="range"
        aria-label="Place in the recording"
        aria-valuetext={`${clock(at)} of ${clock(duration)}`}
        min={0}
        max={Math.max(1, Math.round(duration))}
        step={1}
        value={Math.round(at)}
        style={{ backgroundSize: `${share}% 100%` }}
        onChange={(event) => playback.seek(Number(event.target.value))}
      />
      {recorded.markers.slice(0, 500).map((marker) => (
        <span
          key={`${marker.at} ${marker.label}`}
          className={styles.marker}
          title={marker.label}
          style={{ left: `${duration > 0 ? (100 * playback.toPlayed(marker.at)) / duration : 0}%` }}
        />
      ))}
    </div>
  )
}
