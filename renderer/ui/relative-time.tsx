import { useEffect, useState } from 'react'
import { nextChange, relative } from './relative.ts'

export interface RelativeTimeProps {
  /** Milliseconds since 1970. */
  at: number
  /** `short` is "4m", `long` is "4 minutes ago". */
  form?: 'short' | 'long' | undefined
  className?: string | undefined
}

const absolute = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long' })

export const RelativeTime = ({ at, form = 'short', className }: RelativeTimeProps) => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setTimeout(() => setNow(Date.now()), nextChange(at, now))
    return () => clearTimeout(timer)
  }, [at, now])
  return (
    <time dateTime={new Date(at).toISOString()} title={absolute.format(at)} className={className}>
      {relative(at, now, form)}
    </time>
  )
}
