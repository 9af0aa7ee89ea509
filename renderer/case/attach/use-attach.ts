import { useCallback } from 'react'
import type { Stepped } from '../../../shared/contract/step.ts'
import type { Case } from '../../../shared/domain/entities.ts'
import { type Bench, useBench } from '../../app/bench.ts'
import { undoAct } from '../../app/history.ts'
import { bytesText } from '../../app/save-bytes.ts'
import { pickFiles } from '../../ui/pick-files.ts'
import { isCancelled, sentence } from '../../ui/sentence.ts'
import { plural } from '../words.ts'
import { type Stored, sendFile } from './send.ts'

type Of = Pick<Case, 'id' | 'ref'>

/** The title of the act, by which `isAttachingTo` knows it. */
const titleOf = (count: number, ref: string): string => `Attaching ${plural(count, 'file')} to ${ref}`

/** Whether files are on their way to a case from this window. */
export const isAttachingTo = (titles: readonly string[], ref: string): boolean =>
  titles.some((title) => title.startsWith('Attaching ') && title.endsWith(` to ${ref}`))

interface Attached extends Stepped {
  stored: readonly Stored[]
}

const said = (stored: readonly Stored[], ref: string): string => {
  const known = stored.filter(({ deduplicated }) => deduplicated).length
  const [first] = stored
  const what = stored.length === 1 && first ? first.name : plural(stored.length, 'file')
  const note = known === 0 ? '' : known === stored.length ? ', already stored' : `, ${known} already stored`
  return `${what} attached to ${ref}${note}`
}

const sendAll = async (bench: Bench, { id, ref }: Of, files: readonly File[]): Promise<Attached> => {
  const { client, acts, toast } = bench
  const total = files.reduce((sum, { size }) => sum + size, 0)
  return acts.run(titleOf(files.length, ref), async ({ signal, progress }) => {
    const stored: Stored[] = []
    let before = 0
    for (const [at, file] of files.entries()) {
      const place = files.length > 1 ? `${file.name}, ${at + 1} of ${files.length}` : file.name
      const onBytes = (sent: number) =>
        progress(total > 0 ? (before + sent) / total : null, `${place}, ${bytesText(sent)}`)
      onBytes(0)
      try {
        stored.push(await sendFile({ client, caseId: id, file, signal, onBytes }))
      } catch (error) {
        if (signal.aborted || isCancelled(error)) throw error
        // The others of the same drop still arrive.
        toast({ tone: 'danger', text: sentence(error) })
      }
      before += file.size
    }
    if (stored.length === 0) return { stored, step: null }
    const { step } = await client.attachments.attach({
      caseId: id,
      files: stored.map(({ name, sha256 }) => ({ name, sha256 })),
    })
    return { stored, step }
  })
}

/** Files of this disk, read by the host itself: the desktop shell knows their paths. */
const sendPaths = async (bench: Bench, { id, ref }: Of, paths: readonly string[]) => {
  const { client, acts } = bench
  return acts.run(titleOf(paths.length, ref), async ({ signal, progress }): Promise<Attached> => {
    const steps = client.attachments.attachPaths({ caseId: id, paths: [...paths] }, { signal })
    for await (const step of steps) {
      if (step.type === 'done') return { stored: step.attachments, step: step.step }
      progress(step.bytes > 0 ? step.done / step.bytes : null, `${step.name}, ${bytesText(step.done)}`)
    }
    return { stored: [], step: null }
  })
}

/** Attaches files to a case as one event; progress and cancel are in the status bar. */
export const useAttach = ({ id, ref }: Of) => {
  const bench = useBench()
  const finish = useCallback(
    async (work: Promise<Attached>) => {
      const { toast } = bench
      try {
        const { stored, step } = await work
        if (stored.length > 0)
          toast({
            key: 'history',
            text: said(stored, ref),
            ...(step !== null && { act: undoAct(bench, step) }),
          })
      } catch (error) {
        // Any other failure is told by the act itself.
        if (isCancelled(error)) toast('Attaching was cancelled. Nothing was added to the case.')
      }
    },
    [bench, ref],
  )
  const attach = useCallback(
    async (files: readonly File[]) => {
      if (files.length === 0) return
      const paths = files.map((file) => bench.desktop?.pathForFile(file) ?? '')
      const onDisk = paths.every((path) => path !== '')
      await finish(onDisk ? sendPaths(bench, { id, ref }, paths) : sendAll(bench, { id, ref }, files))
    },
    [bench, finish, id, ref],
  )
  const pick = useCallback(async () => {
    if (!bench.desktop) return attach(await pickFiles(document))
    const { paths } = await bench.desktop.pickFiles({ title: `Attach to ${ref}` })
    if (paths.length > 0) await finish(sendPaths(bench, { id, ref }, paths))
  }, [attach, bench, finish, id, ref])
  return { attach, pick: useCallback(() => void pick(), [pick]) }
}
