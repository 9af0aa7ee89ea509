import styles from './large.module.css'
import type { Line } from './pages.ts'
import type { FoundLine } from './types.ts'

/** Characters of a line that are drawn; more would be wider than any screen and slow to lay out. */
const drawnAtMost = 2000
/** Characters that hardly fit into a window; the rest of such a line is shown when asked for. */
const fittingAtMost = 160

export interface LargeLineProps {
  index: number
  digits: number
  line: Line | undefined
  found: FoundLine | undefined
  onMore: () => void
}

export const LargeLine = ({ index, digits, line, found, onMore }: LargeLineProps) => {
  const shown = line?.text.slice(0, drawnAtMost) ?? ''
  const cut = line !== undefined && (line.cut || line.text.length > fittingAtMost)
  const [first] = found?.ranges ?? []
  const marked =
    first &&
    first.end <= shown.length &&
    found?.text.slice(first.start, first.end) === shown.slice(first.start, first.end)
  return (
    <span className={styles.row}>
      <span className={styles.number} style={{ minWidth: `${digits + 1}ch` }}>
        {index + 1}
      </span>
      <span className={styles.text}>
        {marked ? (
          <>
            {shown.slice(0, first.start)}
            <mark>{shown.slice(first.start, first.end)}</mark>
            {shown.slice(first.end)}
          </>
        ) : (
          shown
        )}
      </span>
      {cut && (
        <button type="button" tabIndex={-1} className={styles.more} onClick={onMore}>
          Show more
        </button>
      )}
    </span>
  )
}
