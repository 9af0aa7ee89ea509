export const themeNames = ['system', 'light', 'dark', 'high-contrast'] as const
export type ThemeName = (typeof themeNames)[number]

export const densities = ['compact', 'regular', 'comfortable'] as const
export type Density = (typeof densities)[number]

/** Heights in pixels of one row of a list; the same numbers as --row in tokens.css. */
export const rowHeights: Record<Density, number> = { compact: 24, regular: 28, comfortable: 34 }

export interface Look {
  theme: ThemeName
  density: Density
}

export const defaultLook: Look = { theme: 'system', density: 'regular' }

/** What was stored, read as a look; anything unknown falls back. */
export const toLook = (stored: unknown): Look => {
  const { theme, density } = (stored ?? {}) as Partial<Record<keyof Look, unknown>>
  return {
    theme: themeNames.find((name) => name === theme) ?? defaultLook.theme,
    density: densities.find((name) => name === density) ?? defaultLook.density,
  }
}

const moreContrast = '(prefers-contrast: more)'
const darkScheme = '(prefers-color-scheme: dark)'

/** Puts a look on the document. A system that asks for more contrast gets the high-contrast theme. */
export const applyLook = (root: HTMLElement, { theme, density }: Look): void => {
  root.dataset.theme = theme === 'system' && matchMedia(moreContrast).matches ? 'high-contrast' : theme
  root.dataset.density = density
}

/** Whether the theme shown is light; for libraries that want to know. */
export const shownTheme = (root: HTMLElement): Exclude<ThemeName, 'system'> => {
  const theme = root.dataset.theme
  if (theme === 'light' || theme === 'dark' || theme === 'high-contrast') return theme
  return matchMedia(darkScheme).matches ? 'dark' : 'light'
}

/**
 * Colour tokens as `rgb()` strings of the theme shown, for what is not styled by CSS, such as Monaco and xterm.
 * A custom property's own computed value keeps `light-dark()`, so a probe resolves it.
 */
export const readColours = <T extends string>(root: HTMLElement, names: readonly T[]): Record<T, string> => {
  const probe = root.ownerDocument.createElement('span')
  // Asked for less motion, the page gives every change a transition, and a colour in transition is the one before.
  probe.style.setProperty('transition', 'none', 'important')
  root.append(probe)
  const entries = names.map((name) => {
    probe.style.color = `var(--${name})`
    return [name, getComputedStyle(probe).color]
  })
  probe.remove()
  return Object.fromEntries(entries) as Record<T, string>
}

/** Calls `listener` when the system changes its mind about colours; returns the disposer. */
export const onSystemChange = (listener: () => void): (() => void) => {
  const queries = [matchMedia(darkScheme), matchMedia(moreContrast)]
  for (const query of queries) query.addEventListener('change', listener)
  return () => {
    for (const query of queries) query.removeEventListener('change', listener)
  }
}

/** Calls `listener` whenever the shown theme may have changed; returns the disposer. It must not set a theme itself. */
export const onThemeChange = (root: HTMLElement, listener: () => void): (() => void) => {
  const observer = new MutationObserver(listener)
  observer.observe(root, { attributes: true, attributeFilter: ['data-theme'] })
  const stop = onSystemChange(listener)
  return () => {
    observer.disconnect()
    stop()
  }
}
