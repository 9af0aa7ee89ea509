import { useEffect, useState } from 'react'
import { readRecording } from './read-recording.ts'
import type { Recorded } from './recorded.ts'

/** Bytes of a recording; named by an identity that changes when others are meant. */
export interface RecordingSource {
  id: string
  title: string
  read(signal: AbortSignal): AsyncIterable<Uint8Array>
}

export type ReadingState =
  | { is: 'reading'; bytes: number }
  | { is: 'read'; recorded: Recorded }
  | { is: 'failed'; error: unknown }

/** Milliseconds of work between two turns of the page. */
const turnMs = 10

/** Gives the page its turn now and then. */
const turns = (): (() => Promise<void>) => {
  let last = performance.now()
  return async () => {
    if (performance.now() - last < turnMs) return
    await new Promise<void>((resolve) => setTimeout(resolve))
    last = performance.now()
  }
}

/** Megabytes between two figures that are shown. */
const told = 1_000_000

export const useRecording = (source: RecordingSource): ReadingState => {
  const [state, setState] = useState<ReadingState>({ is: 'reading', bytes: 0 })
  const [opened, setOpened] = useState(source)
  if (opened.id !== source.id) {
    setOpened(source)
    setState({ is: 'reading', bytes: 0 })
  }
  useEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    let last = 0
    const onProgress = (_: Recorded, bytes: number) => {
      if (bytes - last < told) return
      last = bytes
      setState({ is: 'reading', bytes })
    }
    readRecording({ bytes: opened.read(signal), signal, pause: turns(), onProgress }).then(
      (recorded) => signal.aborted || setState({ is: 'read', recorded }),
      (error: unknown) => signal.aborted || setState({ is: 'failed', error }),
    )
    return () => stop.abort()
  }, [opened])
  return state
}
