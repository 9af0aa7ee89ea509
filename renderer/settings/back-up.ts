import type { Bench } from '../app/bench.ts'
import { bytesText, gather, saveBlob } from '../app/save-bytes.ts'

const fileName = (now: Date): string => `casebench-${now.toISOString().slice(0, 10)}.backup`
const title = 'Backing up the bench'

type Parts = Pick<Bench, 'client' | 'acts' | 'desktop'>

/** Backs up to a path the person picks in the desktop shell, else as a download. Answers its bytes; null when none was picked. */
export const backUp = (parts: Parts, now: Date): Promise<number | null> =>
  parts.desktop ? toPath(parts, parts.desktop, now) : toDownload(parts, now)

const toPath = async (
  { client, acts }: Parts,
  desktop: NonNullable<Bench['desktop']>,
  now: Date,
): Promise<number | null> => {
  const { path } = await desktop.pickSavePath({ title: 'Back up the bench', suggestedName: fileName(now) })
  if (path === null) return null
  return acts.run(title, async ({ signal, progress }) => {
    // The system's dialog has asked already whether a file that is there may be replaced.
    for await (const step of client.bench.backup({ path, overwrite: true }, { signal })) {
      if (step.type === 'done') return step.bytes
      progress(step.total > 0 ? step.done / step.total : null, step.step)
    }
    throw new Error('The backup ended before it was complete. Try again.')
  })
}

const toDownload = async ({ client, acts }: Parts, now: Date): Promise<number> => {
  const blob = await acts.run(title, ({ signal, progress }) =>
    gather(client.bench.backupBytes({}, { signal }), (bytes) => progress(null, `${bytesText(bytes)} so far`)),
  )
  saveBlob(window, blob, fileName(now))
  return blob.size
}
