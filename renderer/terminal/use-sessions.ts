import { useEffect, useEffectEvent, useState } from 'react'
import type { Terminal } from '../../shared/contract/terminals.ts'
import { type Bench, useBench } from '../app/bench.ts'
import { onMac } from '../ui/kbd.tsx'
import { sentence } from '../ui/sentence.ts'
import { onThemeChange } from '../ui/theme.ts'
import { follow } from './follow-link.tsx'
import { optionsKey, readOptions, type TerminalOptions } from './options.ts'
import { pasteInto } from './paste-into.tsx'
import { hasGraphicsCard } from './session/accelerate.ts'
import { screenTheme } from './session/screen-theme.ts'
import { createSession } from './session/session.ts'
import { createSessions, type Sessions } from './session/sessions.ts'

/** The face of the letters must be there before a screen measures it. */
const readFont = async (root: HTMLElement): Promise<string> => {
  const font = getComputedStyle(root).getPropertyValue('--font-code').trim()
  // A face that cannot be read is replaced by the next one of the list.
  await Promise.all([`13px ${font}`, `bold 13px ${font}`].map((face) => document.fonts.load(face))).catch(
    () => undefined,
  )
  return font
}

const readChosen = async (client: Bench['client'], signal: AbortSignal): Promise<TerminalOptions> => {
  try {
    return readOptions((await client.local.get({ key: optionsKey }, { signal })).value)
  } catch {
    // Screens can be drawn without what a person chose.
    return readOptions(null)
  }
}

/** The screens of this window; null until letters and options are read. */
export const useSessions = (terminals: readonly Terminal[]): Sessions | null => {
  const bench = useBench()
  const [sessions, setSessions] = useState<Sessions | null>(null)
  const find = useEffectEvent((id: string) => terminals.find((one) => one.id === id))
  useEffect(() => {
    const root = document.documentElement
    const stop = new AbortController()
    let made: Sessions | undefined
    const build = (font: string, options: TerminalOptions) => {
      const graphics = hasGraphicsCard(document)
      const onFailure = (error: unknown) =>
        bench.toast({ key: 'terminal', tone: 'danger', text: sentence(error) })
      return createSessions((id) =>
        createSession({
          id,
          client: bench.client,
          mac: onMac(),
          graphics,
          theme: screenTheme(root),
          font,
          options,
          onOpen: (link) => void follow(bench, link, find(id)),
          onPaste: (text) => void pasteInto(bench, made?.find(id), text),
          onFailure,
        }),
      )
    }
    const unfollow = onThemeChange(root, () => {
      for (const { term } of made?.all() ?? []) term.options.theme = screenTheme(root)
    })
    void Promise.all([readFont(root), readChosen(bench.client, stop.signal)]).then(([font, options]) => {
      if (stop.signal.aborted) return
      made = build(font, options)
      setSessions(made)
    })
    return () => {
      stop.abort()
      unfollow()
      made?.dispose()
    }
  }, [bench])
  useEffect(() => {
    for (const { id } of sessions?.all() ?? [])
      if (!terminals.some((terminal) => terminal.id === id)) sessions?.drop(id)
  }, [sessions, terminals])
  return sessions
}
