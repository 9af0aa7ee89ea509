import { Download } from 'lucide-react'
import { useBench } from '../app/bench.ts'
import { bytesText, gather, saveBlob } from '../app/save-bytes.ts'
import { Button } from '../ui/button.tsx'
import { isCancelled } from '../ui/sentence.ts'
import styles from './settings.module.css'

const fileName = (now: Date): string => `casebench-${now.toISOString().slice(0, 10)}.backup`

const Backup = () => {
  const { client, acts, toast } = useBench()
  const backUp = async () => {
    try {
      const blob = await acts.run('Backing up the bench', ({ signal, progress }) =>
        gather(client.bench.backupBytes({}, { signal }), (bytes) =>
          progress(null, `${bytesText(bytes)} so far`),
        ),
      )
      saveBlob(window, blob, fileName(new Date()))
      toast({ tone: 'ok', text: `The backup is complete: ${bytesText(blob.size)}` })
    } catch (error) {
      // Any other failure is told by the act itself.
      if (isCancelled(error)) toast('The backup was cancelled. Nothing was written.')
    }
  }
  return (
    <>
      <p className={styles.text}>
        A backup is one file with every case, its timeline and its attachments, as they are at this moment.
        Work goes on while it is made. To restore it, run <code>casebench restore FILE</code> on an empty
        bench.
      </p>
      <Button look="primary" icon={Download} onClick={() => void backUp()}>
        Back up now
      </Button>
    </>
  )
}

export default Backup
