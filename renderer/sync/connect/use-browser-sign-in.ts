import { useEffect, useRef, useState } from 'react'
import { useBench } from '../../app/bench.ts'
import { isCancelled } from '../../ui/sentence.ts'

export interface Joined {
  organisation: string
  person: string
}

/** A sign-in that waits for a person in the browser. */
export interface Waiting {
  /** What to open there; null until the host listens for the answer. */
  url: string | null
  until: number | null
}

/** Signs in by the browser of this machine; what is under way ends with the view that began it. */
export const useBrowserSignIn = ({
  onJoined,
  onFailure,
}: {
  onJoined: (joined: Joined) => void
  onFailure: (error: unknown) => void
}) => {
  const { client, desktop } = useBench()
  const [waiting, setWaiting] = useState<Waiting | null>(null)
  const going = useRef<AbortController>(null)
  useEffect(() => () => going.current?.abort(), [])

  const stop = () => {
    going.current?.abort()
    going.current = null
    setWaiting(null)
  }
  const start = async (url: string) => {
    if (going.current) return
    const controller = new AbortController()
    going.current = controller
    setWaiting({ url: null, until: null })
    try {
      for await (const step of client.sync.connectByBrowser({ url }, { signal: controller.signal })) {
        if (step.step === 'connected') onJoined(step)
        else {
          setWaiting({ url: step.url, until: step.until })
          // Where the system has no browser, the link is there.
          await desktop?.openExternal({ url: step.url }).catch(() => undefined)
        }
      }
    } catch (error) {
      if (!isCancelled(error)) onFailure(error)
    } finally {
      if (going.current === controller) stop()
    }
  }
  return { waiting, start, stop }
}
