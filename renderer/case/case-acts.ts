import { useBench } from '../app/bench.ts'
import { bytesText, gather, saveBlob } from '../app/save-bytes.ts'
import { isCancelled } from '../ui/sentence.ts'
import { useCasePage } from './page.ts'

/** Acts on the whole case, for its menu and its commands. */
export const useCaseActs = () => {
  const { client, toast, acts, desktop } = useBench()
  const { detail, change } = useCasePage()
  const { id, ref } = detail.case

  const copyRef = async () => {
    await navigator.clipboard.writeText(ref)
    toast(`${ref} copied`)
  }

  const toPath = async (path: string) => {
    const steps = client.bench.exportCase
    await acts.run(`Exporting ${ref}`, async ({ signal, progress }) => {
      for await (const step of steps({ key: ref, path }, { signal })) {
        if (step.type === 'progress') progress(step.total > 0 ? step.done / step.total : null, step.step)
        else toast({ tone: 'ok', text: `${ref} is exported to ${step.path} (${bytesText(step.bytes)})` })
      }
    })
  }

  const toDownload = async () => {
    const blob = await acts.run(`Exporting ${ref}`, ({ signal, progress }) =>
      gather(client.bench.exportCaseBytes({ key: ref }, { signal }), (bytes) =>
        progress(null, `${bytesText(bytes)} so far`),
      ),
    )
    saveBlob(window, blob, `${ref}.zip`)
    toast({ tone: 'ok', text: `${ref} is exported: ${bytesText(blob.size)}` })
  }

  return {
    copyRef,
    async exportCase() {
      try {
        if (!desktop) return await toDownload()
        const { path } = await desktop.pickFolder({ title: `Export ${ref} into a folder` })
        if (path) await toPath(`${path}/${ref}`)
      } catch (error) {
        // Any other failure is told by the act itself.
        if (isCancelled(error)) toast('The export was cancelled.')
      }
    },
    async takeIt() {
      const me = await client.people.me({})
      await change(`${ref} is yours`, () => client.cases.set({ ids: [id], set: { ownerId: me.id } }))
    },
    async trash() {
      await change(`${ref} is in the trash`, () => client.cases.trash({ ids: [id], trashed: true }))
    },
    async restore() {
      await change(`${ref} is restored`, () => client.cases.trash({ ids: [id], trashed: false }))
    },
    async reopen() {
      await change(`${ref} is open again`, () => client.cases.set({ ids: [id], set: { status: 'open' } }))
    },
  }
}
