import { useStore } from 'zustand'
import { useBench } from '../app/bench.ts'
import styles from '../settings/settings.module.css'
import { Checkbox } from '../ui/checkbox.tsx'
import { sentence } from '../ui/sentence.ts'

/** Whether others see one on a case. */
export const PresenceForm = () => {
  const { presence, toast } = useBench()
  const { shown } = useStore(presence.store)
  const set = (next: boolean) =>
    void presence
      .set({ shown: next })
      .catch((error: unknown) => toast({ tone: 'danger', text: sentence(error) }))
  return (
    <fieldset className={styles.group}>
      <legend>Presence</legend>
      <Checkbox
        checked={shown}
        label="Let my team see which case I am reading and where I am writing a reply"
        onChange={set}
      />
    </fieldset>
  )
}
