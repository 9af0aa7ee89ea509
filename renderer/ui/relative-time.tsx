import { useEffect, useState } from 'react'
import { absolute, nextChange, relative } from './relative.ts'

export interface RelativeTimeProps {
  /** Milliseconds since 1970. */
  at: number
  /** `short` is "4m", `long` is "4 minutes ago". */
  form?: 'short' | 'long' | undefined
  className?: string | undefined
}

export const RelativeTime = ({ at, form = 'short', className }: RelativeTimeProps) => {
  const [then, setNow] = useState({ at, now: Date.now() })
  // In a list, the same element comes to show another time.
  const now = then.at === at ? then.now : Date.now()
  useEffect(() => {
    const timer = setTimeout(() => setNow({ at, now: Date.now() }), nextChange(at, now))
    return () => clearTimeout(timer)
  }, [at, now])
  return (
    <time dateTime={new Date(at).toISOString()} title={absolute(at)} className={className}>
      {relative(at, now, form)}
    </time>
  )
}
