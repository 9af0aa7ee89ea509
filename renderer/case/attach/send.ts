import { BenchError } from '../../../shared/contract/error.ts'
import type { Attachment } from '../../../shared/domain/entities.ts'
import type { HostClient } from '../../app/bench.ts'
import { chunksOf } from '../../client/chunks.ts'
import { isCancelled } from '../../ui/sentence.ts'

export type Stored = Attachment & { deduplicated: boolean }

export interface SendOptions {
  client: Pick<HostClient, 'attachments'>
  caseId: string
  file: File
  signal: AbortSignal
  onBytes: (sent: number) => void
}

/**
 * Stores a file's bytes, going on where an interrupted upload of the same file stopped. A cancelled one leaves
 * nothing behind; one that lost its connection can go on later.
 */
export const sendFile = async ({ client, caseId, file, signal, onBytes }: SendOptions): Promise<Stored> => {
  const { attachments } = client
  const { uploadId, offset } = await attachments.begin(
    { caseId, name: file.name, bytes: file.size, modifiedAt: Math.max(0, Math.trunc(file.lastModified)) },
    { signal },
  )
  try {
    return await attachments.upload({ uploadId, offset }, chunksOf(file, offset, onBytes), { signal })
  } catch (error) {
    if (isCancelled(error) || signal.aborted) await attachments.discard({ uploadId })
    if (error instanceof DOMException && !isCancelled(error))
      throw new BenchError(
        'unreadable',
        `${file.name} could not be read, so it is not attached. Folders cannot be attached; a file must stay where it is until it is stored.`,
      )
    throw error
  }
}
