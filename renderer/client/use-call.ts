import type { DependencyList } from 'react'
import { type Live, type LiveOptions, useLive } from './use-live.ts'

/**
 * The answer of one call to the host, asked anew when `deps` change; `state` is 'ended' when it is there. For what does
 * not change while it is shown; anything else is watched with `useLive`.
 */
export const useCall = <T>(
  call: (signal: AbortSignal) => Promise<T>,
  deps: DependencyList,
  options: LiveOptions = {},
): Live<T> =>
  useLive(
    async function* (signal) {
      yield await call(signal)
    },
    deps,
    options,
  )
