import { GitPullRequestArrow } from 'lucide-react'
import type { Attachment } from '../../shared/domain/entities.ts'
import { useBench } from '../app/bench.ts'
import { useCall } from '../client/use-call.ts'
import { Lines } from '../patches/diff/diff-file.tsx'
import { DiffFiles } from '../patches/diff/diff-files.tsx'
import { patchRoute, stateNames, stateOfPatch, stateTones, sumOf } from '../patches/words.ts'
import { useFileStanding } from '../transfers/case-files.ts'
import { Badge } from '../ui/badge.tsx'
import { sentence } from '../ui/sentence.ts'
import type { DetailOf } from './block-face.tsx'
import styles from './evidence.module.css'

/** A patch as a diff, with where it stands. */
export const PatchFace = ({ detail, file }: { detail: DetailOf<'patch'>; file: Attachment | undefined }) => {
  const { client } = useBench()
  const { patchId } = detail
  const { value: patch } = useCall(
    (signal) => client.patches.get({ id: patchId }, { signal }),
    [client, patchId],
  )
  return (
    <section className={styles.face} aria-label={`Patch ${patch?.title ?? ''}`}>
      <header className={styles.head}>
        <GitPullRequestArrow size={14} aria-hidden />
        <a className={styles.name} href={`#${patchRoute(patchId)}`}>
          {patch?.title ?? 'Patch'}
        </a>
        {patch && (
          <>
            <Badge tone={stateTones[stateOfPatch(patch)]}>{stateNames[stateOfPatch(patch)]}</Badge>
            {patch.branch && <span className={styles.muted}>for {patch.branch}</span>}
            <Lines {...sumOf(patch.files)} />
          </>
        )}
      </header>
      {file && <Diff sha256={file.sha256} />}
    </section>
  )
}

const Diff = ({ sha256 }: { sha256: string }) => {
  const { client } = useBench()
  // Read again once the file has come.
  const here = useFileStanding(sha256)?.here
  const { value, state, error } = useCall(
    (signal) => client.patches.read({ sha256 }, { signal }),
    [client, sha256, here],
  )
  if (state === 'failed') return <p className={styles.remark}>{sentence(error)}</p>
  if (!value) return <div className={styles.waiting} />
  return (
    <div className={styles.diff}>
      <DiffFiles files={value.commits.flatMap(({ files }) => files)} foldAbove={40} />
    </div>
  )
}
