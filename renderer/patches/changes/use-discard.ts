import { useBench } from '../../app/bench.ts'
import { sentence } from '../../ui/sentence.ts'
import type { Selected } from '../picked.ts'

/** Takes chosen changes out of the working tree after a question; what was there can be put back. */
export const useDiscard = (caseId: string, against: string) => {
  const { client, confirm, toast } = useBench()
  const restore = async (trashId: string, paths: string[]) => {
    try {
      // What stands there now makes room, and goes to the trash itself.
      const standing = (await client.files.watch({ caseId, paths }).next()).value
      const here = paths.filter((path) => standing?.versions[path])
      if (here.length > 0) await client.workspaces.trash({ caseId, paths: here })
      await client.workspaces.restore({ caseId, trashId })
      toast({ tone: 'ok', text: 'The changes are back.' })
    } catch (error) {
      toast({ tone: 'danger', text: sentence(error) })
    }
  }
  const discard = async (selection: readonly Selected[]) => {
    const files = selection.length === 1 ? selection[0]?.path : `${selection.length} files`
    const sure = await confirm({
      title: `Discard the chosen changes of ${files}?`,
      text: 'The files become as they were. What you wrote goes to the trash of the workspace and can be put back.',
      act: 'Discard',
      danger: true,
    })
    if (!sure) return
    try {
      const { trashId } = await client.patches.discard({ caseId, against, selection: [...selection] })
      const paths = selection.map(({ path }) => path)
      toast({
        text: 'The changes are discarded.',
        act: { label: 'Undo', run: () => void restore(trashId, paths) },
      })
    } catch (error) {
      toast({ tone: 'danger', text: sentence(error) })
    }
  }
  return (selection: readonly Selected[]) => void discard(selection)
}
