import { type RefObject, useState } from 'react'
import { useBench } from '../../app/bench.ts'
import { bytesText } from '../../app/save-bytes.ts'
import { pickFiles } from '../../ui/pick-files.ts'
import { sendFile } from '../attach/send.ts'
import { useCasePage } from '../page.ts'
import { namedPaste } from './pasted.ts'
import type { ComposerStore } from './store.ts'

/** Files of the message being written: stored at once, shown where the caret is, on the timeline with the message. */
export const useComposerFiles = (composer: ComposerStore, box: RefObject<HTMLTextAreaElement | null>) => {
  const { client, acts } = useBench()
  const { detail } = useCasePage()
  const [sending, setSending] = useState(0)

  const insert = (words: string) => {
    const { lane, drafts } = composer.store.getState()
    const { text } = drafts[lane]
    const at = box.current?.selectionEnd ?? text.length
    const [before, after] = [text.slice(0, at), text.slice(at)]
    // A line of its own: between words a picture would tear the text apart.
    const gap = before === '' || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n'
    composer.write(`${before}${gap}${words}\n\n${after}`)
  }
  const takeOne = async (given: File) => {
    const file = namedPaste(given, new Date())
    const stored = await acts.run(`Storing ${file.name}`, ({ signal, progress }) =>
      sendFile({
        client,
        caseId: detail.case.id,
        file,
        signal,
        onBytes: (sent) => progress(file.size > 0 ? sent / file.size : null, bytesText(sent)),
      }),
    )
    composer.addFile({ name: stored.name, sha256: stored.sha256 })
    if (stored.mediaType.startsWith('image/'))
      insert(`![${stored.name.replace(/[[\]]/g, '')}](attachment:${stored.sha256})`)
  }
  const takeFiles = async (files: readonly File[]) => {
    setSending((count) => count + 1)
    try {
      for (const file of files) await takeOne(file)
    } catch {
      // The act has told of it; what was stored before is in the draft.
    } finally {
      setSending((count) => count - 1)
    }
  }
  const pick = async () => takeFiles(await pickFiles(document))
  return { takeFiles, pick: () => void pick(), sending: sending > 0 }
}
