import { useEffect, useState } from 'react'
import { absolute, nextChange, relative } from '../ui/relative.ts'

const minute = 60_000

/** The time, told anew when a text about `at` may read differently. */
const useNow = (at: number): number => {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setTimeout(() => setNow(Date.now()), nextChange(at, now))
    return () => clearTimeout(timer)
  }, [at, now])
  return now
}

/** "Last synced 4 minutes ago". */
export const LastSync = ({ at }: { at: number }) => {
  const now = useNow(at)
  const text = now - at < minute ? 'just now' : relative(at, now, 'long')
  return <time title={absolute(at)} dateTime={new Date(at).toISOString()}>{`Last synced ${text}`}</time>
}

/** "Next try in 4 minutes"; no seconds, which would have to be counted down. */
export const NextTry = ({ at }: { at: number }) => {
  const now = useNow(at)
  const text = at - now < minute ? 'within a minute' : relative(at, now, 'long')
  return <time title={absolute(at)} dateTime={new Date(at).toISOString()}>{`Next try ${text}`}</time>
}
