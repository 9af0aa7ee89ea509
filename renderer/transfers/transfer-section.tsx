import { ExternalLink, Pause, Play } from 'lucide-react'
import type { ListedTransfer } from '../../shared/contract/transfers.ts'
import { useBench } from '../app/bench.ts'
import { pathOf } from '../app/router.ts'
import { bytesText } from '../app/save-bytes.ts'
import { plural } from '../case/words.ts'
import { useLive } from '../client/use-live.ts'
import { Worklist } from '../sync/page/worklist.tsx'
import { Button } from '../ui/button.tsx'
import { cx } from '../ui/cx.ts'
import { ErrorState } from '../ui/error-state.tsx'
import listRow from '../ui/list-row.module.css'
import { ProgressBar } from '../ui/progress-bar.tsx'
import { Section } from '../ui/section.tsx'
import { sentence } from '../ui/sentence.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { fileActs } from './acts.ts'
import styles from './transfers.module.css'
import { isAsking, paceText, placeReason, placeText, shareOf } from './words.ts'

/** More are counted and not listed. */
const itemsAtMost = 500

const rowHeight = 60

interface Row extends ListedTransfer {
  id: string
}

const nameOf = ({ name }: ListedTransfer) => name ?? 'A file'

export interface TransferSectionProps {
  /** This list has the focus, so that the keys are about no other. */
  onCurrent: () => void
}

/** Files on their way, those that failed or wait, and the acts on them. */
export const TransferSection = ({ onCurrent }: TransferSectionProps) => {
  const { client } = useBench()
  const live = useLive((signal) => client.transfers.watch({ limit: itemsAtMost }, { signal }), [client])
  const rules = useLive((signal) => client.transfers.watchRules({}, { signal }), [client])
  if (!live.value) {
    if (live.state !== 'failed') return <Skeleton lines={2} label="Reading the transfers" />
    return (
      <ErrorState title="The transfers cannot be read" error={live.error}>
        <Button onClick={live.retry}>Try again</Button>
      </ErrorState>
    )
  }
  const { up, down, failed, items } = live.value
  const total = up.files + down.files + failed
  const paused = rules.value?.settings.paused ?? false
  return (
    <Section title="Transfers" count={total} act={(total > 0 || paused) && <PauseAll paused={paused} />}>
      {items.length === 0 ? (
        <p className={styles.none}>
          No file is on its way.{' '}
          {paused ? 'All transfers are paused.' : 'Files that are sent or fetched stand here.'}
        </p>
      ) : (
        <>
          <p className={styles.sums}>{sums(up, down)}</p>
          <List items={items} onCurrent={onCurrent} />
          {total > items.length && (
            <p className={styles.none}>And {plural(total - items.length, 'more file')} behind these.</p>
          )}
        </>
      )}
    </Section>
  )
}

interface Count {
  files: number
  bytes: number
}

const sums = (up: Count, down: Count): string =>
  [
    ...(up.files > 0 ? [`${plural(up.files, 'file')} to send, ${bytesText(up.bytes)}`] : []),
    ...(down.files > 0 ? [`${plural(down.files, 'file')} to fetch, ${bytesText(down.bytes)}`] : []),
  ].join(' · ')

const PauseAll = ({ paused }: { paused: boolean }) => {
  const { client, toast } = useBench()
  const set = () =>
    client.transfers
      .setRules({ paused: !paused })
      .catch((error: unknown) => toast({ tone: 'danger', text: sentence(error) }))
  return (
    <Button size="small" look="quiet" icon={paused ? Play : Pause} onClick={() => void set()}>
      {paused ? 'Resume all transfers' : 'Pause all transfers'}
    </Button>
  )
}

const List = ({ items, onCurrent }: { items: readonly ListedTransfer[]; onCurrent: () => void }) => {
  const bench = useBench()
  const open = ({ ref }: ListedTransfer) => ref !== null && bench.navigate(pathOf('case', ref))
  const acts = (one: ListedTransfer) => fileActs(bench, { name: nameOf(one), standing: one })
  return (
    <Worklist<Row>
      label="Transfers"
      items={items.map((one) => ({ ...one, id: one.sha256 }))}
      rowHeight={rowHeight}
      shown={8}
      onOpen={open}
      onCurrent={onCurrent}
      menu={(one) => [
        ...acts(one),
        'separator',
        {
          label: `Open ${one.ref ?? 'its case'}`,
          icon: ExternalLink,
          shortcut: 'Enter',
          disabled: one.ref === null,
          run: () => void open(one),
        },
      ]}
      row={(one) => (
        <div className={listRow.row}>
          <div className={cx(listRow.words, styles.words)}>
            <span className={styles.name} title={nameOf(one)}>
              {nameOf(one)}
              {one.ref && <span className={styles.ref}>{one.ref}</span>}
            </span>
            <RowState one={one} />
          </div>
          {acts(one)
            .slice(0, 2)
            .map(({ label, run }) => (
              <Button
                key={label}
                size="small"
                tabIndex={-1}
                aria-label={`${label}: ${nameOf(one)}`}
                onClick={run}
              >
                {label}
              </Button>
            ))}
        </div>
      )}
    />
  )
}

const RowState = ({ one }: { one: ListedTransfer }) => {
  const { way, bytes } = one
  const moving = way.state === 'moving'
  const reason = placeReason(one)
  const facts = [
    placeText(one, true),
    ...(moving ? [paceText(one)] : []),
    ...(bytes === null ? [] : [bytesText(bytes)]),
    ...(reason ? [reason] : []),
  ].filter(Boolean)
  return (
    <>
      <span
        className={cx(styles.state, way.state === 'failed' && styles.failed, isAsking(way) && styles.asks)}
        title={reason ?? undefined}
      >
        {facts.join(' · ')}
      </span>
      {moving && <ProgressBar label={`${placeText(one, true)} of ${nameOf(one)}`} value={shareOf(one)} />}
    </>
  )
}
