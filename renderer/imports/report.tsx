import { useState } from 'react'
import { useBench } from '../app/bench.ts'
import { saveBlob } from '../app/save-bytes.ts'
import { Button } from '../ui/button.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { VirtualList } from '../ui/virtual-list.tsx'
import styles from './imports.module.css'
import { type KeptReport, skippedCsv } from './run-import.ts'

const counted = (count: number, one: string) =>
  `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`

/** What an import brought, and by line and reason what it could not. */
export const Report = ({ kept }: { kept: KeptReport }) => {
  const { navigate } = useBench()
  const { report, files, at } = kept
  const skipped = report.skipped.length + report.skippedMore
  const facts: [string, number][] = [
    ['Imported', report.imported],
    ['Updated', report.updated],
    ['Unchanged', report.unchanged],
    ['Skipped', skipped],
    ['New events', report.events],
  ]
  return (
    <section className={styles.report} aria-label="Import report">
      <h2>
        {counted(report.cases, 'case')} from {files.join(', ')}
      </h2>
      <p className={styles.note}>
        Finished <RelativeTime at={at} form="long" />. Importing the same file again updates what changed and
        doubles nothing.
      </p>
      <dl className={styles.figures}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value.toLocaleString('en')}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.acts}>
        <Button look="primary" onClick={() => navigate('/queue')}>
          Show the queue
        </Button>
      </div>
      {skipped > 0 && <Skipped kept={kept} />}
    </section>
  )
}

const rowHeight = 28

const Skipped = ({ kept: { report } }: { kept: KeptReport }) => {
  const [active, setActive] = useState(0)
  const save = () => saveBlob(window, new Blob([skippedCsv(report)], { type: 'text/csv' }), 'skipped.csv')
  return (
    <>
      <div className={styles.heading}>
        <h3>Not imported</h3>
        <Button size="small" onClick={save}>
          Save as CSV
        </Button>
      </div>
      {report.skippedMore > 0 && (
        <p className={styles.note}>And {report.skippedMore.toLocaleString('en')} more that are not listed.</p>
      )}
      <div
        className={styles.skipped}
        style={{ height: Math.min(320, report.skipped.length * rowHeight + 2) }}
      >
        <VirtualList
          label="Records that were not imported"
          count={report.skipped.length}
          rowHeight={rowHeight}
          active={active}
          onActiveChange={setActive}
          row={(index) => {
            const skip = report.skipped[index]
            return (
              <div className={styles.skip}>
                <span className={styles.place}>
                  {skip?.source}
                  {skip && skip.line > 0 ? `:${skip.line}` : ''}
                </span>
                <span title={skip?.reason}>{skip?.reason}</span>
              </div>
            )
          }}
        />
      </div>
    </>
  )
}
