import { useEffect } from 'react'
import type { Patch } from '../../../shared/domain/entities.ts'
import { useBench } from '../../app/bench.ts'
import type { TabViewProps } from '../../app/feature.ts'
import { useCall } from '../../client/use-call.ts'
import { useLive } from '../../client/use-live.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Lines } from '../diff/diff-file.tsx'
import { DiffFiles } from '../diff/diff-files.tsx'
import { stateNames, stateOfPatch, stateTones, sumOf } from '../words.ts'
import { CheckPatch } from './check-patch.tsx'
import styles from './patch.module.css'
import { PatchActs } from './patch-acts.tsx'
import { Track } from './track.tsx'

/** The page of a patch. */
const PatchTab = ({ tabKey, setTitle }: TabViewProps) => {
  const { client } = useBench()
  const { value, state, error, retry } = useCall(
    (signal) => client.patches.get({ id: tabKey }, { signal }),
    [client, tabKey],
  )
  if (value) return <Followed patch={value} setTitle={setTitle} />
  if (state !== 'failed') return <Skeleton lines={10} label="Reading the patch" />
  return (
    <ErrorState title="The patch cannot be shown" error={error}>
      <Button onClick={retry}>Try again</Button>
    </ErrorState>
  )
}

// What scrolls must be reachable by keyboard.
const reachable = { tabIndex: 0 }

/** The patch as it stands; as it was read first where it was taken away meanwhile. */
const Followed = ({ patch: first, setTitle }: { patch: Patch; setTitle: (title: string) => void }) => {
  const { client } = useBench()
  const { value } = useLive(
    (signal) => client.patches.watch({ caseId: first.caseId }, { signal }),
    [client, first.caseId],
  )
  const { value: owner } = useCall(
    (signal) => client.cases.get({ key: first.caseId }, { signal }),
    [client, first.caseId],
  )
  const here = value?.patches.find(({ id }) => id === first.id)
  const patch = here ?? first
  useEffect(() => setTitle(patch.title), [patch.title, setTitle])
  const state = stateOfPatch(patch)
  return (
    <section {...reachable} className={styles.page} aria-label={`Patch ${patch.title}`}>
      <div className={styles.content}>
        <header className={styles.head}>
          <h1>{patch.title}</h1>
          <Badge tone={stateTones[state]}>{stateNames[state]}</Badge>
        </header>
        {value && !here && <p className={styles.gone}>This patch was taken back. Redo brings it back.</p>}
        <p className={styles.facts}>
          {owner && <a href={`#/case/${owner.case.ref}`}>{owner.case.ref}</a>}
          {patch.branch && <span>for {patch.branch}</span>}
          {patch.base && (
            <span>
              on <code>{patch.base.slice(0, 12)}</code>
            </span>
          )}
          <span>
            {patch.files.length} {patch.files.length === 1 ? 'file' : 'files'}
          </span>
          <Lines {...sumOf(patch.files)} />
        </p>
        <PatchActs patch={patch} />
        <Track patch={patch} />
        <CheckPatch patch={patch} caseRef={owner?.case.ref} />
        <Series sha256={patch.series.sha256} />
      </div>
    </section>
  )
}

const Series = ({ sha256 }: { sha256: string }) => {
  const { client } = useBench()
  const { value, state, error, retry } = useCall(
    (signal) => client.patches.read({ sha256 }, { signal }),
    [client, sha256],
  )
  if (state === 'failed')
    return (
      <ErrorState title="The series cannot be read" error={error}>
        <Button onClick={retry}>Try again</Button>
      </ErrorState>
    )
  if (!value) return <Skeleton lines={8} label="Reading the series" />
  return (
    <>
      {value.commits.map((commit, at) => (
        <Section key={String(at)} title={commit.subject || 'Changes'} count={commit.files.length}>
          {commit.body && <pre className={styles.message}>{commit.body}</pre>}
          <DiffFiles files={commit.files} foldAbove={400} />
        </Section>
      ))}
    </>
  )
}

export default PatchTab
