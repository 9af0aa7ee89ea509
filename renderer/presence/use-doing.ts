import { useEffect, useState, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { type Doing, renewMs } from '../../shared/sync/presence.ts'
import { useBench } from '../app/bench.ts'
import { isEmpty } from '../case/composer/draft.ts'
import type { ComposerStore } from '../case/composer/store.ts'

/** Milliseconds after the last key for which somebody counts as writing. */
const writingMs = 30_000

const onVisibility = (listener: () => void) => {
  document.addEventListener('visibilitychange', listener)
  return () => document.removeEventListener('visibilitychange', listener)
}

/** What this window does with a case: writing is writing to the customer. */
export const useDoing = (composer: ComposerStore, active: boolean): Doing | 'none' => {
  const { shown } = useStore(useBench().presence.store)
  const visible = useSyncExternalStore(onVisibility, () => document.visibilityState === 'visible')
  const at = useStore(composer.store, ({ lane, drafts }) =>
    lane === 'customer' && !isEmpty(drafts.customer) ? drafts.customer.at : 0,
  )
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (at === 0) return
    const timer = setTimeout(() => setNow(Date.now()), writingMs)
    return () => clearTimeout(timer)
  }, [at])
  if (!shown || !active || !visible) return 'none'
  return at > 0 && now - at < writingMs ? 'writing' : 'reading'
}

/** Says to the host what this window does with a case, for as long as it does. */
export const useSay = (caseId: string, doing: Doing | 'none'): void => {
  const { client } = useBench()
  const [window] = useState(() => crypto.randomUUID())
  useEffect(() => {
    // Who does not hear it is shown nobody; nothing else depends on it.
    const say = (what: Doing | 'none') =>
      client.presence.say({ window, caseId, doing: what }).catch(() => undefined)
    void say(doing)
    if (doing === 'none') return
    const timer = setInterval(() => void say(doing), renewMs)
    return () => clearInterval(timer)
  }, [client, window, caseId, doing])
  useEffect(
    () => () => void client.presence.say({ window, caseId, doing: 'none' }).catch(() => undefined),
    [client, window, caseId],
  )
}
