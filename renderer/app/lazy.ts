import { type ComponentType, lazy as once } from 'react'

/** Milliseconds between tries. */
const pauses = [100, 400, 1600] as const

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** The styles of a view are asked for once only by who fetches it; those that did not come are added here. */
const addStyles = (error: unknown): Promise<void> => {
  const [, href] = /^Unable to preload CSS for (\S+)/.exec(error instanceof Error ? error.message : '') ?? []
  if (href === undefined) return Promise.resolve()
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = href
  return new Promise((resolve) => {
    link.addEventListener('load', () => resolve())
    link.addEventListener('error', () => resolve())
    document.head.append(link)
  })
}

/** Asks again for a part of the program that did not come: where containers come and go, Chromium gives up what it loads. */
export const patiently = async <T>(load: () => Promise<T>): Promise<T> => {
  for (const pause of pauses) {
    try {
      return await load()
    } catch (error) {
      // Told where the last try fails.
      await wait(pause)
      await addStyles(error)
    }
  }
  return load()
}

/** A view that is fetched when it is first shown. */
export const lazy = <P>(load: () => Promise<{ default: ComponentType<P> }>) => once(() => patiently(load))
