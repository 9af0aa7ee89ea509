import { GitPullRequestArrow } from 'lucide-react'
import { useBench } from '../app/bench.ts'
import { useCasePage } from '../case/page.ts'
import { useLive } from '../client/use-live.ts'
import { Badge } from '../ui/badge.tsx'
import panelRow from '../ui/panel-row.module.css'
import { Section } from '../ui/section.tsx'
import styles from './case-patches.module.css'
import { changesRoute, patchRoute, stateNames, stateOfPatch, stateTones } from './words.ts'

/** The patches of the case, newest first, in its facts. */
export const CasePatches = () => {
  const { client } = useBench()
  const { detail } = useCasePage()
  const { id, ref } = detail.case
  const merged = detail.mergedFrom.map((one) => one.id).join()
  const { value } = useLive(
    (signal) => client.patches.watch({ caseId: id }, { signal }),
    [client, id, merged],
    { keep: true },
  )
  const patches = value?.patches ?? []
  return (
    <Section
      look="panel"
      title="Patches"
      count={patches.length}
      act={
        <a className={styles.changes} href={`#${changesRoute(ref)}`}>
          Changes
        </a>
      }
    >
      {patches.length === 0 && (
        <p className={styles.none}>No patch yet. Make one of the changes of the workspace.</p>
      )}
      <ul>
        {patches.map((patch) => {
          const state = stateOfPatch(patch)
          return (
            <li key={patch.id}>
              <a className={panelRow.row} href={`#${patchRoute(patch.id)}`} title={patch.title}>
                <GitPullRequestArrow size={14} aria-hidden />
                <span className={styles.name}>{patch.title}</span>
                {patch.branch && <span className={styles.branch}>{patch.branch}</span>}
                <Badge tone={stateTones[state]}>{stateNames[state]}</Badge>
              </a>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
