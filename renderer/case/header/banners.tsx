import { Merge, Trash2 } from 'lucide-react'
import { useBench } from '../../app/bench.ts'
import { pathOf } from '../../app/router.ts'
import { Button } from '../../ui/button.tsx'
import { useCaseActs } from '../case-acts.ts'
import { useCasePage } from '../page.ts'
import { dateText } from '../words.ts'
import styles from './header.module.css'

/** What a person must know before working on: the case is in the trash, or lives on in another one. */
export const Banners = () => {
  const { commands, navigate } = useBench()
  const { detail } = useCasePage()
  const acts = useCaseActs()
  const { mergedInto } = detail
  const { trashedAt } = detail.case
  return (
    <>
      {mergedInto && (
        <div className={styles.banner} role="status">
          <Merge size={15} aria-hidden />
          <span>
            This case was merged into <a href={`#${pathOf('case', mergedInto.ref)}`}>{mergedInto.ref}</a>. Its
            story goes on there.
          </span>
          <Button size="small" onClick={() => navigate(pathOf('case', mergedInto.ref))}>
            Go to {mergedInto.ref}
          </Button>
          <Button size="small" look="quiet" onClick={() => commands.run('history.undo')}>
            Undo the last change
          </Button>
        </div>
      )}
      {trashedAt !== null && (
        <div className={styles.banner} role="status">
          <Trash2 size={15} aria-hidden />
          <span>In the trash since {dateText(trashedAt)}. Nothing of it is gone.</span>
          <Button size="small" onClick={() => void acts.restore()}>
            Restore
          </Button>
        </div>
      )}
    </>
  )
}
