import { type Lane, lanes } from '../../../shared/domain/vocabulary.ts'
import { cx } from '../../ui/cx.ts'
import { laneFacts } from '../../ui/lane-tag.tsx'
import styles from './composer.module.css'
import { type Draft, isEmpty } from './draft.ts'

export interface LaneSwitchProps {
  lane: Lane
  drafts: Readonly<Record<Lane, Draft>>
  onChange: (lane: Lane) => void
}

/** Each lane keeps its own text, so that a note never slips into a message. */
export const LaneSwitch = ({ lane, drafts, onChange }: LaneSwitchProps) => (
  <fieldset className={styles.lanes}>
    <legend className="visually-hidden">Who will read it</legend>
    {lanes.map((one) => {
      const { label, icon: Icon } = laneFacts[one]
      const waiting = one !== lane && !isEmpty(drafts[one])
      return (
        <button
          key={one}
          type="button"
          aria-pressed={one === lane}
          className={cx(styles.lane, styles[one])}
          onClick={() => onChange(one)}
        >
          <Icon size={13} aria-hidden />
          {label}
          {waiting && <span className={styles.waiting}>draft</span>}
        </button>
      )
    })}
  </fieldset>
)
