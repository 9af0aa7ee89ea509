import { ExternalLink, LogIn } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { reachOf } from '../../../shared/lib/service-address.ts'
import { useBench } from '../../app/bench.ts'
import { Button } from '../../ui/button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import styles from './connect.module.css'
import { Note } from './note.tsx'
import type { Waiting } from './use-browser-sign-in.ts'

interface Offer {
  /** What people call the identity provider; null where there is none. */
  provider: string | null
  disabled: boolean
  onStart: () => void
}

/** The way in by the organisation's own sign-in, where the service offers one. */
export const ByBrowser = ({ provider, disabled, onStart }: Offer) => {
  const { desktop } = useBench()
  if (provider === null) return null
  // The browser comes back to a port of the machine that the bench runs on.
  const here = desktop !== null || reachOf(window.location.hostname) === 'this-machine'
  if (!here)
    return (
      <Note>
        Signing in with {provider} works only on the machine that this bench runs on. Use a token or a
        one-time link here.
      </Note>
    )
  return (
    <div className={styles.offer}>
      <Button icon={LogIn} disabled={disabled} onClick={onStart}>
        Sign in with {provider}
      </Button>
      <span>or give a token:</span>
    </div>
  )
}

const clock = (at: number): string =>
  new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })

/** While a person signs in in the browser. */
export const BrowserWait = ({ waiting: { url, until } }: { waiting: Waiting }) => {
  const link = useRef<HTMLAnchorElement>(null)
  useEffect(() => {
    if (url !== null) link.current?.focus()
  }, [url])
  return (
    <div className={styles.progress}>
      <p role="status">
        Sign in in your browser, then come back here.
        {until !== null && ` This waits until ${clock(until)}.`}
      </p>
      <ProgressBar label="Waiting for the browser" value={null} />
      {url !== null && (
        <a ref={link} className={styles.open} href={url} target="_blank" rel="noopener noreferrer">
          <ExternalLink size={14} aria-hidden />
          Open the sign-in page
        </a>
      )}
    </div>
  )
}
