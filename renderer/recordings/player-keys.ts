import type { KeyboardEvent, RefObject } from 'react'
import { type Playback, speeds } from './playback.ts'
import type { Recorded } from './recorded.ts'

/** Milliseconds an arrow leads on or back. */
const arrowMs = 5000
/** Milliseconds within which a marker counts as the present one. */
const atMarker = 600

/** To the next marker, or the one before. */
const toMarker = (playback: Playback, { markers }: Recorded, by: 1 | -1): void => {
  const { at } = playback.store.getState()
  const places = markers.map((marker) => playback.toPlayed(marker.at))
  const next =
    by === 1 ? places.find((place) => place > at + 1) : places.findLast((place) => place < at - atMarker)
  if (next !== undefined) playback.seek(next)
  else if (by === -1) playback.seek(0)
}

/** Faster or slower by one step. */
const changeSpeed = (playback: Playback, by: 1 | -1): void => {
  const at = speeds.indexOf(playback.store.getState().speed)
  const next = speeds[at + by]
  if (next) playback.setSpeed(next)
}

/** The keys of a player; none of them reaches the window while the player has the focus. */
export const playerKeys = (
  playback: Playback | null,
  recorded: Recorded,
  root: RefObject<HTMLElement | null>,
): ((event: KeyboardEvent) => void) => {
  return (event) => {
    if (!playback || event.ctrlKey || event.metaKey || event.altKey) return
    const { target, key } = event
    if (target instanceof HTMLInputElement && target.type !== 'range') return
    // A button that has the focus is pressed by the space bar.
    if (key === ' ' && target instanceof HTMLButtonElement) return
    const seek = (by: number) => playback.seek(playback.store.getState().at + by)
    const acts: Record<string, () => void> = {
      ' ': playback.toggle,
      k: playback.toggle,
      ArrowLeft: () => seek(-arrowMs),
      ArrowRight: () => seek(arrowMs),
      Home: () => playback.seek(0),
      End: () => playback.seek(Number.POSITIVE_INFINITY),
      '[': () => toMarker(playback, recorded, -1),
      ']': () => toMarker(playback, recorded, 1),
      '<': () => changeSpeed(playback, -1),
      '>': () => changeSpeed(playback, 1),
      '/': () => root.current?.querySelector<HTMLInputElement>('input[type="search"]')?.focus(),
    }
    const act = acts[key]
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }
}
