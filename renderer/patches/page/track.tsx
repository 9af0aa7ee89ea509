import { Check, Circle, CircleDot } from 'lucide-react'
import { useState } from 'react'
import type { Patch } from '../../../shared/domain/entities.ts'
import { type PatchState, patchStates } from '../../../shared/domain/vocabulary.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { safeLink } from '../../ui/safe-url.ts'
import { Section } from '../../ui/section.tsx'
import { stateNames, stateOfPatch } from '../words.ts'
import styles from './patch.module.css'
import { StepDialog } from './step-dialog.tsx'

const usual = patchStates.filter((state) => state !== 'dropped')

/** How far a patch has come: its states in their order, and each step with its date, link and note. */
export const Track = ({ patch }: { patch: Patch }) => {
  const [asked, setAsked] = useState<PatchState | null>(null)
  const state = stateOfPatch(patch)
  const at = usual.indexOf(state as (typeof usual)[number])
  const next = usual[at + 1]
  return (
    <Section
      title="State"
      act={
        <span className={styles.trackActs}>
          {state !== 'dropped' && (
            <Button size="small" look="quiet" onClick={() => setAsked('dropped')}>
              Drop
            </Button>
          )}
          {next && (
            <Button size="small" onClick={() => setAsked(next)}>
              Set to {stateNames[next].toLowerCase()}…
            </Button>
          )}
        </span>
      }
    >
      <ol className={styles.track} aria-label="States">
        {usual.map((one, index) => {
          const Icon = index < at ? Check : index === at ? CircleDot : Circle
          return (
            <li
              key={one}
              className={cx(index <= at && styles.reached)}
              aria-current={one === state ? 'step' : undefined}
            >
              <button
                type="button"
                title={`Set to ${stateNames[one].toLowerCase()}`}
                onClick={() => setAsked(one)}
              >
                <Icon size={14} aria-hidden />
                {stateNames[one]}
              </button>
            </li>
          )
        })}
      </ol>
      <ul className={styles.steps}>
        {patch.steps.toReversed().map(({ state: reached, at: when, url, note }, index) => {
          const link = safeLink(url)
          return (
            <li key={String(patch.steps.length - index)}>
              <b>{stateNames[reached]}</b>
              <RelativeTime at={when} form="long" className={styles.when} />
              {link && (
                <a href={link} target="_blank" rel="noreferrer">
                  {url}
                </a>
              )}
              {note && <span>{note}</span>}
            </li>
          )
        })}
      </ul>
      {asked && <StepDialog patch={patch} state={asked} onClose={() => setAsked(null)} />}
    </Section>
  )
}
