import { Search, X } from 'lucide-react'
import {
  type KeyboardEvent,
  type Ref,
  type RefObject,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { cx } from '../../ui/cx.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { paint } from './paint.ts'
import styles from './search.module.css'
import { Suggestions } from './suggestions.tsx'
import { accepted, type Suggestion, useSuggestions } from './use-suggestions.ts'

export interface SearchBoxHandle {
  /** Focuses the box with all of its text selected. */
  focus(): void
  /** Focuses the box with the cursor behind its text. */
  goOn(): void
}

export interface SearchBoxProps {
  text: string
  /** Whether the text may still go on. */
  typing: boolean
  /** Each keystroke. */
  onType: (text: string) => void
  /** The search is finished: Enter, or a former search was chosen. */
  onCommit: (text: string) => void
  /** Back to what was searched before typing. */
  onReset: () => void
  /** To the list below. */
  onLeave: () => void
  recent: readonly string[]
  ref?: Ref<SearchBoxHandle>
}

type Act = 'down' | 'up' | 'leave' | 'accept' | 'commit' | 'close' | 'reset'

/** What a key does in the box; null leaves it to the text. */
const actOf = (
  { key, shiftKey }: KeyboardEvent<HTMLInputElement>,
  shown: boolean,
  chosen: boolean,
): Act | null => {
  switch (key) {
    case 'ArrowDown':
      return shown ? 'down' : 'leave'
    case 'ArrowUp':
      return shown ? 'up' : null
    case 'Tab':
      return shown && !shiftKey ? 'accept' : null
    case 'Enter':
      return chosen ? 'accept' : 'commit'
    case 'Escape':
      return shown ? 'close' : 'reset'
    default:
      return null
  }
}

interface InkProps {
  text: string
  strokes: ReturnType<typeof paint>['strokes']
  ref: Ref<HTMLDivElement>
}

/** The text once more behind the input, with its filters coloured. */
const Ink = ({ text, strokes, ref }: InkProps) => (
  <div ref={ref} className={styles.ink} aria-hidden>
    {strokes.map(({ start, end, ink, wrong }) => (
      <span key={start} className={cx(styles[ink], wrong && styles.fault)}>
        {text.slice(start, end)}
      </span>
    ))}
  </div>
)

/** Puts the cursor behind what was put in, once it is there. */
const useCursorAfter = (
  input: RefObject<HTMLInputElement | null>,
  goTo: RefObject<number | null>,
  { text, onCursor }: { text: string; onCursor: (cursor: number) => void },
) =>
  useLayoutEffect(() => {
    if (goTo.current === null || goTo.current > text.length) return
    input.current?.setSelectionRange(goTo.current, goTo.current)
    onCursor(goTo.current)
    goTo.current = null
  }, [text, input, goTo, onCursor])

export const SearchBox = (props: SearchBoxProps) => {
  const { text, typing, onType, onCommit, onReset, onLeave, recent, ref } = props
  const input = useRef<HTMLInputElement>(null)
  const ink = useRef<HTMLDivElement>(null)
  const goTo = useRef<number | null>(null)
  const id = useId()
  const [cursor, setCursor] = useState(text.length)
  const [focused, setFocused] = useState(false)
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(-1)
  const offered = useSuggestions({ text, cursor, active: focused && open, recent })
  const shown = offered.length > 0
  const { strokes, error } = useMemo(() => paint(text, typing), [text, typing])

  useImperativeHandle(ref, () => ({
    focus() {
      input.current?.focus()
      input.current?.select()
    },
    goOn() {
      const end = input.current?.value.length ?? 0
      input.current?.focus()
      input.current?.setSelectionRange(end, end)
    },
  }))

  useCursorAfter(input, goTo, { text, onCursor: setCursor })

  const follow = () => {
    setCursor(input.current?.selectionStart ?? 0)
    if (ink.current && input.current) ink.current.scrollLeft = input.current.scrollLeft
  }

  const accept = (suggestion: Suggestion) => {
    setAt(-1)
    if (suggestion.kind === 'recent') {
      setOpen(false)
      goTo.current = suggestion.insert.length
      return onCommit(suggestion.insert)
    }
    const next = accepted(text, suggestion)
    goTo.current = next.cursor
    onType(next.text)
  }
  const acceptAt = (index: number) => {
    const suggestion = offered[index]
    if (suggestion) accept(suggestion)
  }

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    const act = actOf(event, shown, at >= 0)
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    // One place more than there are suggestions: none of them.
    const places = offered.length + 1
    if (act === 'down' || act === 'up') setAt(((at + 1 + (act === 'down' ? 1 : offered.length)) % places) - 1)
    else if (act === 'accept') acceptAt(Math.max(0, at))
    else if (act === 'leave') onLeave()
    else if (act === 'reset') onReset()
    else setOpen(false)
    if (act === 'commit') onCommit(text)
  }

  return (
    <div className={styles.search} role="search">
      <div className={cx(styles.box, error && styles.wrong)}>
        <Search size={15} className={styles.icon} aria-hidden />
        <div className={styles.text}>
          <Ink ref={ink} text={text} strokes={strokes} />
          <input
            ref={input}
            className={styles.input}
            value={text}
            placeholder="Search cases: words, “phrases”, status:open, owner:me…"
            aria-label="Search cases"
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={shown}
            aria-controls={`${id}-list`}
            aria-activedescendant={at >= 0 && shown ? `${id}-${at}` : undefined}
            aria-invalid={error !== null}
            aria-describedby={error ? `${id}-error` : undefined}
            maxLength={2000}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => {
              setOpen(true)
              setAt(-1)
              setCursor(event.target.selectionStart ?? event.target.value.length)
              onType(event.target.value)
            }}
            onSelect={follow}
            onScroll={follow}
            onFocus={() => {
              setFocused(true)
              setOpen(true)
            }}
            onBlur={() => {
              setFocused(false)
              setAt(-1)
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        {text ? (
          <IconButton
            icon={X}
            size="small"
            label="Clear the search"
            onClick={() => {
              onCommit('')
              input.current?.focus()
            }}
          />
        ) : (
          !focused && <Kbd keys="/" />
        )}
      </div>
      {shown && <Suggestions id={id} offered={offered} at={at} onPoint={setAt} onChoose={accept} />}
      {error && (
        <p id={`${id}-error`} className={styles.error} role="alert">
          {error.message}
        </p>
      )}
    </div>
  )
}
