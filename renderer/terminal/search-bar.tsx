import type { ISearchOptions } from '@xterm/addon-search'
import { CaseSensitive, ChevronDown, ChevronUp, Regex, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { IconButton } from '../ui/icon-button.tsx'
import { Input } from '../ui/input.tsx'
import { readColours } from '../ui/theme.ts'
import styles from './panel.module.css'
import { usePanel } from './panel-context.ts'
import type { Session } from './session/session.ts'

const hex = (rgb: string): string =>
  `#${[...rgb.matchAll(/\d+/g)]
    .slice(0, 3)
    .map(([part]) => Number(part).toString(16).padStart(2, '0'))
    .join('')}`

/** The colours of matches; the search takes no others than `#rrggbb`. */
const decorations = (): NonNullable<ISearchOptions['decorations']> => {
  const { mark, warn, focus } = readColours(document.documentElement, ['mark', 'warn', 'focus'])
  return {
    matchBackground: hex(mark),
    matchOverviewRuler: hex(warn),
    activeMatchBackground: hex(mark),
    activeMatchBorder: hex(focus),
    activeMatchColorOverviewRuler: hex(focus),
  }
}

export const SearchBar = ({ session }: { session: Session }) => {
  const { face } = usePanel()
  const [text, setText] = useState(() => session.term.getSelection().split('\n')[0] ?? '')
  const [how, setHow] = useState({ caseSensitive: false, regex: false })
  const [found, setFound] = useState<{ at: number; of: number } | null>(null)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    input.current?.select()
    const stop = session.search.onDidChangeResults(({ resultIndex, resultCount }) =>
      setFound({ at: resultIndex + 1, of: resultCount }),
    )
    return () => {
      stop.dispose()
      session.search.clearDecorations()
    }
  }, [session])
  const wrong = how.regex && !isPattern(text)
  const go = (back: boolean, incremental = false) => {
    if (wrong) return
    const options = { ...how, incremental, decorations: decorations() }
    if (back) session.search.findPrevious(text, options)
    else session.search.findNext(text, options)
  }
  useEffect(() => {
    if (wrong || text === '') {
      session.search.clearDecorations()
      setFound(null)
      return
    }
    session.search.findPrevious(text, { ...how, incremental: true, decorations: decorations() })
  }, [session, text, how, wrong])
  const close = () => {
    face.setState({ searching: null })
    session.term.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close()
    else if (event.key === 'Enter') go(!event.shiftKey)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <search className={styles.search} onKeyDown={onKeyDown}>
      <Input
        ref={input}
        autoFocus
        value={text}
        aria-label="Search in the terminal"
        placeholder="Search"
        onChange={(event) => setText(event.target.value)}
      />
      <span className={styles.count} role="status">
        {said(text, wrong, found)}
      </span>
      <IconButton
        icon={CaseSensitive}
        label="Match case"
        size="small"
        aria-pressed={how.caseSensitive}
        onClick={() => setHow({ ...how, caseSensitive: !how.caseSensitive })}
      />
      <IconButton
        icon={Regex}
        label="Regular expression"
        size="small"
        aria-pressed={how.regex}
        onClick={() => setHow({ ...how, regex: !how.regex })}
      />
      <IconButton
        icon={ChevronUp}
        label="Previous match"
        shortcut="Enter"
        size="small"
        onClick={() => go(true)}
      />
      <IconButton
        icon={ChevronDown}
        label="Next match"
        shortcut="Shift+Enter"
        size="small"
        onClick={() => go(false)}
      />
      <IconButton icon={X} label="Close the search" shortcut="Escape" size="small" onClick={close} />
    </search>
  )
}

const isPattern = (text: string): boolean => {
  try {
    return new RegExp(text) instanceof RegExp
  } catch {
    // Not yet a pattern, or none.
    return false
  }
}

const said = (text: string, wrong: boolean, found: { at: number; of: number } | null): string => {
  if (wrong) return 'No pattern'
  if (text === '' || !found) return ''
  if (found.of === 0) return 'Nothing found'
  return found.at > 0 ? `${found.at} of ${found.of}` : `${found.of}`
}
