import { z } from 'zod'

/** Below this the case page has no room; in device-independent pixels. */
export const minimumSize = { width: 800, height: 560 }
const usualSize = { width: 1440, height: 900 }

/** So much of a window must be on a screen that a person can take hold of its title bar. */
const grip = { width: 120, height: 40 }

const step = 28

const pixels = z.number().int().min(-100_000).max(100_000)

export const windowState = z.object({
  x: pixels,
  y: pixels,
  width: pixels.min(1),
  height: pixels.min(1),
  maximized: z.boolean().default(false),
  fullScreen: z.boolean().default(false),
})
export type WindowState = z.output<typeof windowState>

export interface Area {
  x: number
  y: number
  width: number
  height: number
}

/** A saved state as it was read from disk, or undefined where it is none. */
export const parseWindowState = (text: string): WindowState | undefined => {
  try {
    return windowState.safeParse(JSON.parse(text)).data
  } catch {
    // Not JSON: a window at its usual place is a fine answer to a damaged file.
    return undefined
  }
}

/**
 * Where a window goes: as it was, if that is still visible; on the primary screen if its screen is gone; never
 * smaller than usable nor larger than its screen. `screens` are work areas, the primary one first.
 */
export const placeWindow = (saved: WindowState | undefined, screens: readonly Area[]): WindowState => {
  const primary = screens[0] ?? { x: 0, y: 0, ...usualSize }
  if (!saved) return { ...centred(usualSize, primary), maximized: false, fullScreen: false }
  const screen = screens.find((area) => isReachable(saved, area))
  const { maximized, fullScreen } = saved
  return { ...(screen ? keep(saved, screen) : centred(saved, primary)), maximized, fullScreen }
}

/** The state for a further window: a step down and to the right for each that is open, none of them maximised. */
export const cascade = (saved: WindowState | undefined, open: number): WindowState | undefined =>
  saved && open > 0
    ? { ...saved, x: saved.x + open * step, y: saved.y + open * step, maximized: false, fullScreen: false }
    : saved

/** Whether the window's title bar can be grasped on this screen. */
const isReachable = (window: Area, screen: Area): boolean => {
  const left = Math.max(window.x, screen.x)
  const right = Math.min(window.x + window.width, screen.x + screen.width)
  const titleBarShows = window.y >= screen.y && window.y + grip.height <= screen.y + screen.height
  return right - left >= Math.min(grip.width, window.width) && titleBarShows
}

const fit = (wanted: number, least: number, room: number) => Math.min(Math.max(wanted, least), room)

/** Its place and its size within bounds; a window that its new size takes out of reach goes to the middle. */
const keep = (window: Area, screen: Area): Area => {
  const width = fit(window.width, minimumSize.width, screen.width)
  const height = fit(window.height, minimumSize.height, screen.height)
  const kept = { x: window.x, y: window.y, width, height }
  return isReachable(kept, screen) ? kept : centred(kept, screen)
}

const centred = (size: { width: number; height: number }, screen: Area): Area => {
  const width = fit(size.width, minimumSize.width, screen.width)
  const height = fit(size.height, minimumSize.height, screen.height)
  return {
    x: Math.round(screen.x + (screen.width - width) / 2),
    y: Math.round(screen.y + (screen.height - height) / 2),
    width,
    height,
  }
}
