import { MousePointerClick } from 'lucide-react'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import styles from './workbench.module.css'

export const Watermark = () => (
  <div className={styles.empty}>
    <EmptyState
      icon={MousePointerClick}
      title="No case is open"
      text={
        <>
          Open one from the list, or press <Kbd keys="Mod+k" /> and type its reference or a word of its title.
        </>
      }
    />
  </div>
)
