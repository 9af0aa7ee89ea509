import { Download } from 'lucide-react'
import { useBench } from '../app/bench.ts'
import { bytesText } from '../app/save-bytes.ts'
import { Button } from '../ui/button.tsx'
import { isCancelled } from '../ui/sentence.ts'
import { backUp } from './back-up.ts'
import styles from './settings.module.css'

const Backup = () => {
  const { client, acts, desktop, toast } = useBench()
  const start = async () => {
    try {
      const bytes = await backUp({ client, acts, desktop }, new Date())
      if (bytes !== null) toast({ tone: 'ok', text: `The backup is complete: ${bytesText(bytes)}` })
    } catch (error) {
      // Any other failure is told by the act itself.
      if (isCancelled(error)) toast('The backup was cancelled. Nothing was kept of it.')
    }
  }
  return (
    <>
      <p className={styles.text}>
        A backup is one file with every case, its timeline and its attachments, as they are at this moment.
        Work goes on while it is made. To restore it, run <code>casebench restore FILE</code> on an empty
        bench.
      </p>
      <Button look="primary" icon={Download} onClick={() => void start()}>
        Back up now
      </Button>
    </>
  )
}

export default Backup
