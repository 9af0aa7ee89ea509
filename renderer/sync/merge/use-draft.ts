import { useEffect, useState } from 'react'
import type { SyncConflict } from '../../../shared/contract/sync.ts'
import { useBench } from '../../app/bench.ts'
import { loadMonaco } from '../../editor/use-file.ts'
import { type MergeDraft, openMergeDraft } from './draft.ts'

type Opened = { is: 'loading' } | { is: 'open'; draft: MergeDraft } | { is: 'failed'; error: unknown }

const oneLine = (name: string): string => name.replace(/\s+/g, ' ').trim().slice(0, 200) || 'somebody'

/** The draft of a conflict's merge, for as long as the view is there. */
export const useDraft = (conflict: SyncConflict, names: { mine: string; theirs: string }): Opened => {
  const { client } = useBench()
  const [opened, setOpened] = useState<Opened>({ is: 'loading' })
  const { mine, theirs } = names
  // A conflict is the same one for as long as its id is; what stands meanwhile is shown beside the draft.
  const [first] = useState(conflict)
  useEffect(() => {
    let draft: MergeDraft | undefined
    let gone = false
    const createModel = async (text: string) => {
      const { editor } = await loadMonaco()
      const model = editor.createModel(text, 'markdown')
      model.updateOptions({
        bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
      })
      return model
    }
    const open = async () => {
      const made = await openMergeDraft({
        client,
        conflict: first,
        names: { mine: oneLine(mine), theirs: oneLine(theirs) },
        createModel,
      })
      draft = made
      if (gone) made.dispose()
      else setOpened({ is: 'open', draft: made })
    }
    setOpened({ is: 'loading' })
    open().catch((error: unknown) => !gone && setOpened({ is: 'failed', error }))
    const keep = () => draft?.flush()
    window.addEventListener('pagehide', keep)
    return () => {
      gone = true
      window.removeEventListener('pagehide', keep)
      draft?.dispose()
    }
  }, [client, first, mine, theirs])
  return opened
}
