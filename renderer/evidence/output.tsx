import { Play } from 'lucide-react'
import { useState } from 'react'
import type { Attachment } from '../../shared/domain/entities.ts'
import { useBench } from '../app/bench.ts'
import { useCall } from '../client/use-call.ts'
import { useFileStanding } from '../transfers/case-files.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { cx } from '../ui/cx.ts'
import { sentence } from '../ui/sentence.ts'
import { type Span, styledLines } from './ansi/styled.ts'
import { AttachedCast } from './attached-cast.tsx'
import { castText } from './cast-text.ts'
import styles from './evidence.module.css'

/** Lines shown until asked for more, and bytes read then and at most. */
const firstLines = 12
const firstBytes = 256_000
const bytesAtMost = 4_000_000
/** Lines drawn at most; the whole is in the file. */
const linesAtMost = 2000

/** What a command printed, in its colours: its first lines, and all of it when asked; played where it can be. */
export const Output = ({ file, plays = false }: { file: Attachment; plays?: boolean }) => {
  const { client } = useBench()
  const [all, setAll] = useState(false)
  const [playing, setPlaying] = useState(false)
  const length = all ? bytesAtMost : firstBytes
  // Read again once the file has come.
  const here = useFileStanding(file.sha256)?.here
  const { value, state, error } = useCall(
    (signal) => castText(client, { sha256: file.sha256, length, signal }),
    [client, file.sha256, length, here],
    { keep: true },
  )
  if (state === 'failed') return <p className={styles.remark}>{sentence(error)}</p>
  if (value === undefined) return <div className={styles.waiting} />
  const lines = trimmed(styledLines(value.text))
  if (lines.length === 0) return <p className={styles.remark}>It printed nothing.</p>
  const shown = all ? lines.slice(0, linesAtMost) : lines.slice(0, firstLines)
  const hidden = lines.length - shown.length
  const more = hidden > 0 || (!all && file.bytes > firstBytes)
  const play = plays && value.plays && (
    <Button
      size="small"
      look="quiet"
      icon={Play}
      onClick={() => setPlaying(!playing)}
      aria-expanded={playing}
    >
      {playing ? 'Close the player' : 'Play'}
    </Button>
  )
  if (playing)
    return (
      <div className={styles.output}>
        <AttachedCast file={file} />
        <div className={styles.outputActs}>{play}</div>
      </div>
    )
  return (
    <div className={styles.output}>
      <section {...reachable} className={styles.screen} aria-label="What it printed">
        {shown.map((spans, at) => (
          <Line key={String(at)} spans={spans} />
        ))}
      </section>
      <div className={styles.outputActs}>
        {play}
        {more && !all && (
          <Button size="small" look="quiet" onClick={() => setAll(true)}>
            Show {hidden > 0 ? `${hidden.toLocaleString('en')} more lines` : 'more'}
          </Button>
        )}
        {all && (
          <Button size="small" look="quiet" onClick={() => setAll(false)}>
            Show less
          </Button>
        )}
        {all && hidden > 0 && <span className={styles.remark}>The file has more.</span>}
        <CopyButton look="quiet" label="Copy output" iconOnly text={() => lines.map(textOf).join('\n')} />
      </div>
    </div>
  )
}

// What scrolls must be reachable by keyboard.
const reachable = { tabIndex: 0 }

const textOf = (spans: readonly Span[]): string =>
  spans
    .map(({ text }) => text)
    .join('')
    .trimEnd()

/** Without the empty lines at both ends. */
const trimmed = (lines: Span[][]): Span[][] => {
  const first = lines.findIndex((line) => textOf(line) !== '')
  const last = lines.findLastIndex((line) => textOf(line) !== '')
  return first < 0 ? [] : lines.slice(first, last + 1)
}

const Line = ({ spans }: { spans: readonly Span[] }) => (
  <div className={styles.screenLine}>
    {spans.map(({ text, colour, bold, dim, underline }, at) => (
      <span
        key={String(at)}
        data-ansi={colour ?? undefined}
        className={cx(bold && styles.bold, dim && styles.dim, underline && styles.underline)}
      >
        {text}
      </span>
    ))}
    {'\n'}
  </div>
)
