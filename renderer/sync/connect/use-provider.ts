import { useEffect, useState } from 'react'
import type { ServiceAddress } from '../../../shared/lib/service-address.ts'
import { useBench } from '../../app/bench.ts'

/** Milliseconds without typing after which an address counts as whole. */
const calmMs = 400

/** What people call the identity provider of the service at an address; null where there is none, or no answer. */
export const useProvider = (address: ServiceAddress): string | null => {
  const { client } = useBench()
  const [found, setFound] = useState<{ url: string; provider: string | null } | null>(null)
  const url = address.ok ? address.url : null
  useEffect(() => {
    if (url === null) return
    const controller = new AbortController()
    const { signal } = controller
    const timer = setTimeout(async () => {
      // Why there is no answer is said when somebody connects.
      const told = await client.sync.ways({ url }, { signal }).catch(() => null)
      if (!signal.aborted) setFound({ url, provider: told?.identityProvider ?? null })
    }, calmMs)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [client, url])
  return found?.url === url ? (found?.provider ?? null) : null
}
