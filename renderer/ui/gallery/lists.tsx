import { useCallback, useState } from 'react'
import { caseStatuses } from '../../../shared/domain/vocabulary.ts'
import { Avatar } from '../avatar.tsx'
import { RelativeTime } from '../relative-time.tsx'
import { useSelection } from '../selection.ts'
import { SeverityMark } from '../severity-mark.tsx'
import { StatusDot } from '../status-dot.tsx'
import { VirtualList } from '../virtual-list.tsx'
import styles from './gallery.module.css'

const count = 1_000_000
const titles = [
  'Pool exhausted after the patch to 14.1.2',
  'ORA-00060 under load while two nodes write the same ledger',
  'Broker stops delivering to one consumer',
  'JasperException: unable to compile class for JSP',
  'How do we rotate the keystore without a restart?',
]
const owners = ['Ada Krämer', 'Bo Lindqvist', 'Chen Wei', null]
const pick = <T,>(from: readonly T[], index: number): T => from[index % from.length] as T
const started = Date.now()

export const Lists = () => {
  const [active, setActive] = useState(3)
  const [opened, setOpened] = useState('Nothing opened yet.')
  const keyAt = useCallback((index: number) => String(index), [])
  const keysOf = useCallback(
    async (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => String(from + at)),
    [],
  )
  const selection = useSelection({ count, keyAt, keysOf, onProblem: setOpened })
  return (
    <>
      <div className={styles.box}>
        <VirtualList
          label="Cases"
          count={count}
          rowHeight={28}
          columns={6}
          headerHeight={28}
          header={
            <div role="row" className={`${styles.row} ${styles.head}`}>
              {['', 'Case', 'Title', 'Owner', '', ''].map((title, at) => (
                <span role="columnheader" key={`${title}${at < 3 ? 'left' : `right${at}`}`}>
                  {title}
                </span>
              ))}
            </div>
          }
          active={active}
          onActiveChange={setActive}
          isSelected={selection.isSelected}
          anySelected={selection.keys.size > 0}
          onSelect={selection.onSelect}
          onOpen={(index) => setOpened(`Opened row ${index.toLocaleString('en')}.`)}
          menu={(index) => [
            { label: `Open row ${index}`, run: () => setOpened(`Opened row ${index} by menu.`) },
          ]}
          row={(index) => (
            <div className={styles.row} role="presentation">
              <span role="gridcell">
                <StatusDot status={pick(caseStatuses, index)} />
              </span>
              <span role="gridcell" className={styles.quiet}>
                CB-{count - index}
              </span>
              <span role="gridcell" className={styles.cut}>
                {pick(titles, index)}
              </span>
              <span role="gridcell" className={styles.cut}>
                {pick(owners, index) ?? ''}
              </span>
              <span role="gridcell">
                <SeverityMark severity={(index % 4) + 1} />
              </span>
              <span role="gridcell" className={styles.quiet}>
                <RelativeTime at={started - index * 61_000} />
              </span>
            </div>
          )}
        />
      </div>
      <p className={styles.quiet} data-testid="said">
        {opened} {selection.keys.size.toLocaleString('en')} selected. <Avatar name="Ada Krämer" size={18} />
      </p>
    </>
  )
}
