import { FileWarning } from 'lucide-react'
import { useStore } from 'zustand'
import type { InterruptedUpload } from '../../../shared/contract/attachments.ts'
import { useBench } from '../../app/bench.ts'
import { bytesText } from '../../app/save-bytes.ts'
import { useLive } from '../../client/use-live.ts'
import { Button } from '../../ui/button.tsx'
import { pickFiles } from '../../ui/pick-files.ts'
import { sentence } from '../../ui/sentence.ts'
import { useCasePage } from '../page.ts'
import styles from './attach.module.css'
import { isAttachingTo, useAttach } from './use-attach.ts'

/** Uploads of this case that were cut off, with the way to go on or to give up. */
export const Interrupted = () => {
  const { client, acts, toast } = useBench()
  const { detail } = useCasePage()
  const { id, ref } = detail.case
  const { attach } = useAttach(detail.case)
  const running = useStore(acts.store, (state) =>
    isAttachingTo(
      state.running.map(({ title }) => title),
      ref,
    ),
  )
  const { value } = useLive((signal) => client.attachments.watchInterrupted({}, { signal }), [client])
  // What is being sent now has begun and not ended either; the host goes on with files of its own disk.
  const cutOff = running ? [] : (value?.uploads ?? []).filter((one) => one.caseId === id && one.path === null)

  const goOn = async (upload: InterruptedUpload) => {
    const [file] = await pickFiles(document, { many: false })
    if (!file) return
    const same =
      file.name === upload.name &&
      file.size === upload.bytes &&
      Math.trunc(file.lastModified) === upload.modifiedAt
    if (same) return attach([file])
    toast({
      tone: 'danger',
      text: `This is not the file that was cut off: ${upload.name} of ${bytesText(upload.bytes)}, unchanged since then. Choose that one, or attach this one as a new file.`,
    })
  }
  const giveUp = (upload: InterruptedUpload) =>
    client.attachments.discard({ uploadId: upload.id }).then(
      () => toast(`${upload.name} is given up. What had arrived of it is removed.`),
      (error: unknown) => toast({ tone: 'danger', text: sentence(error) }),
    )
  if (cutOff.length === 0) return null
  return (
    <ul className={styles.interrupted} aria-label="Interrupted uploads">
      {cutOff.map((upload) => (
        <li key={upload.id}>
          <FileWarning size={15} aria-hidden />
          <span>
            <b>{upload.name}</b> was cut off{placeOf(upload)}. Choose the file again to go on.
          </span>
          <Button size="small" onClick={() => void goOn(upload)}>
            Choose the file
          </Button>
          <Button size="small" look="quiet" onClick={() => void giveUp(upload)}>
            Give up
          </Button>
        </li>
      ))}
    </ul>
  )
}

/** Nothing is known to have arrived while the host does not answer. */
const placeOf = ({ received, bytes }: InterruptedUpload): string =>
  received > 0 ? ` at ${bytesText(received)} of ${bytesText(bytes)}` : ''
