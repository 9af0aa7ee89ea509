import type { Terminal } from '@xterm/xterm'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { batchOf } from './batch.ts'
import { paceOf } from './idle.ts'
import type { Keyframes } from './keyframes.ts'
import { eventAfter, type Recorded } from './recorded.ts'

export const speeds: readonly number[] = [0.5, 1, 2, 4, 8, 16]

export interface PlaybackState {
  /** Milliseconds as played. */
  at: number
  duration: number
  playing: boolean
  speed: number
  /** Milliseconds a wait lasts at most; null for as long as it did. */
  idle: number | null
  seeking: boolean
}

export interface Playback {
  readonly store: StoreApi<PlaybackState>
  toggle(): void
  /** Milliseconds as played. */
  seek(at: number): void
  /** Milliseconds as recorded. */
  seekRecorded(at: number): void
  toPlayed(recorded: number): number
  /** The event drawn last. */
  drawn(): number
  setSpeed(speed: number): void
  setIdle(most: number | null): void
  dispose(): void
}

export interface PlaybackOptions {
  recorded: Recorded
  keyframes: Keyframes
  term: Pick<Terminal, 'write' | 'reset' | 'resize'>
  view: Pick<Window, 'requestAnimationFrame' | 'cancelAnimationFrame'>
  now: () => number
}

/** Draws the recording up to a point in time, forwards from where it is or from a keyframe. */
export const createPlayback = ({ recorded, keyframes, term, view, now }: PlaybackOptions): Playback => {
  const { times, events, header } = recorded
  let pace = paceOf(times, null)
  const store = createStore<PlaybackState>(() => ({
    at: 0,
    duration: pace.duration,
    playing: false,
    speed: 1,
    idle: null,
    seeking: false,
  }))
  let next = 0
  let turn = 0
  let busy = false
  let frame = 0
  let before = 0

  const write = (text: string | Uint8Array) => new Promise<void>((resolve) => term.write(text, resolve))
  const begin = () => {
    term.reset()
    term.resize(header?.columns ?? 80, header?.rows ?? 24)
    next = 0
  }
  /** Draws events up to `to`; gives up when another drawing has begun. */
  const draw = async (to: number, mine: number) => {
    while (next < to && mine === turn) {
      const { bytes, size, next: after } = batchOf(events, next, to)
      next = after
      if (size) term.resize(size.columns, size.rows)
      await write(bytes)
    }
  }
  const restore = async (to: number, mine: number) => {
    // What the terminal still has to draw belongs to the screen before.
    await write('')
    if (mine !== turn) return
    const keyframe = keyframes.before(to)
    if (to < next || (keyframe && keyframe.event > next)) {
      begin()
      if (keyframe) {
        term.resize(keyframe.columns, keyframe.rows)
        next = keyframe.event
        await write(keyframe.screen)
      }
    }
    await draw(to, mine)
  }
  const seek = (at: number) => {
    const place = Math.max(0, Math.min(at, pace.duration))
    turn += 1
    const mine = turn
    store.setState({ at: place, seeking: true })
    void restore(eventAfter(times, pace.toRecorded(place)), mine).then(() => {
      if (mine === turn) store.setState({ seeking: false })
    })
  }
  const step = () => {
    frame = view.requestAnimationFrame(step)
    const passed = now() - before
    before += passed
    const { playing, seeking, at, speed } = store.getState()
    if (!playing || seeking || busy) return
    const place = Math.min(pace.duration, at + passed * speed)
    busy = true
    // Output that takes longer to draw than it took to come holds the clock.
    void draw(eventAfter(times, pace.toRecorded(place)), turn).then(() => {
      busy = false
    })
    store.setState({ at: place, playing: place < pace.duration })
  }
  begin()
  before = now()
  frame = view.requestAnimationFrame(step)

  return {
    store,
    seek,
    seekRecorded: (at) => seek(pace.toPlayed(at)),
    toPlayed: (at) => pace.toPlayed(at),
    drawn: () => next - 1,
    toggle() {
      const { playing, at, duration } = store.getState()
      if (!playing && at >= duration) seek(0)
      store.setState({ playing: !playing })
    },
    setSpeed: (speed) => store.setState({ speed }),
    setIdle(most) {
      const at = pace.toRecorded(store.getState().at)
      pace = paceOf(times, most)
      store.setState({ idle: most, duration: pace.duration, at: pace.toPlayed(at) })
    },
    dispose() {
      turn += 1
      view.cancelAnimationFrame(frame)
    },
  }
}
