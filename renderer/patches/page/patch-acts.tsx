import { Download, FolderDown, Pencil } from 'lucide-react'
import { useState } from 'react'
import type { Patch } from '../../../shared/domain/entities.ts'
import { useBench } from '../../app/bench.ts'
import { gather, saveBlob } from '../../app/save-bytes.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { sentence } from '../../ui/sentence.ts'
import { NameDialog } from './name-dialog.tsx'
import styles from './patch.module.css'

/** What can be done with a series as a whole. */
export const PatchActs = ({ patch }: { patch: Patch }) => {
  const { caseId, series } = patch
  const [naming, setNaming] = useState(false)
  const { client, toast, confirm } = useBench()
  const { sha256, name } = series
  const apply = async () => {
    const sure = await confirm({
      title: 'Apply it to the workspace?',
      text: 'The files that it touches are changed in the workspace of this case, and nothing is committed. Where both sides changed, the file gets conflict markers.',
      act: 'Apply',
    })
    if (!sure) return
    try {
      const { applied, conflicts } = await client.patches.apply({ caseId, sha256 })
      if (conflicts.length === 0)
        toast({ tone: 'ok', text: `Applied to ${applied.length} ${applied.length === 1 ? 'file' : 'files'}` })
      else toast({ tone: 'danger', text: `These need you: ${conflicts.slice(0, 5).join(', ')}` })
    } catch (error) {
      toast({ tone: 'danger', text: sentence(error) })
    }
  }
  const save = async () => saveBlob(window, await gather(client.attachments.read({ sha256 })), name)
  const tell = (error: unknown) => toast({ tone: 'danger', text: sentence(error) })
  return (
    <div className={styles.acts}>
      <Button icon={FolderDown} onClick={() => void apply()}>
        Apply to the workspace
      </Button>
      <Button icon={Download} onClick={() => void save().catch(tell)}>
        Save the file
      </Button>
      <Button icon={Pencil} onClick={() => setNaming(true)}>
        Title and branch
      </Button>
      <CopyButton look="quiet" label="Copy its hash" text={() => sha256} />
      {naming && <NameDialog patch={patch} onClose={() => setNaming(false)} />}
    </div>
  )
}
