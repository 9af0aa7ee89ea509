import { FileUp } from 'lucide-react'
import { type DragEvent, useEffect, useState } from 'react'
import type { ImportFormat } from '../../shared/domain/vocabulary.ts'
import { useBench } from '../app/bench.ts'
import { pickFiles } from '../case/attach/pick-files.ts'
import { Button } from '../ui/button.tsx'
import { cx } from '../ui/cx.ts'
import { isCancelled } from '../ui/sentence.ts'
import { ChosenFile } from './chosen-file.tsx'
import { stageFiles } from './files.ts'
import styles from './imports.module.css'
import { type InspectedFile, inspectFile } from './inspected.ts'
import { Report } from './report.tsx'
import { type KeptReport, reportKey, runImport } from './run-import.ts'

type Step = 'choose' | 'reading' | 'ready' | 'importing'

/** Choose files, see what they are, set right what was guessed wrong, import, read the report. */
const ImportPage = () => {
  const bench = useBench()
  const { client, toast } = bench
  const [files, setFiles] = useState<readonly InspectedFile[]>([])
  const [step, setStep] = useState<Step>('choose')
  const [kept, setKept] = useState<KeptReport | null>(null)
  const [over, setOver] = useState(false)

  useEffect(() => {
    client.local.get({ key: reportKey }).then(
      ({ value }) => setKept((now) => now ?? (value as KeptReport | null)),
      () => undefined,
    )
  }, [client])

  const take = async (chosen: readonly File[]) => {
    if (chosen.length === 0) return
    setStep('reading')
    try {
      const staged = await stageFiles(bench, chosen)
      const inspected = await Promise.all(staged.map((one) => inspectFile(client, one)))
      setFiles((before) => [...before, ...inspected])
      setStep('ready')
    } catch (error) {
      if (isCancelled(error)) toast('Reading was cancelled. Nothing was imported.')
      setStep(files.length > 0 ? 'ready' : 'choose')
    }
  }
  const choose = () => void pickFiles(document).then(take)

  const change = (at: number, next: InspectedFile) =>
    setFiles((before) => before.map((one, index) => (index === at ? next : one)))

  const reinspect = async (at: number, file: InspectedFile, format: ImportFormat) =>
    change(at, await inspectFile(client, file, format))

  const start = async () => {
    setStep('importing')
    try {
      setKept(
        await runImport(
          bench,
          files.filter(({ found }) => found),
        ),
      )
      setFiles([])
      setStep('choose')
    } catch (error) {
      if (isCancelled(error))
        toast(
          'The import was cancelled. What was in already stays; importing again goes on without doubling it.',
        )
      setStep('ready')
    }
  }

  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void take([...event.dataTransfer.files])
  }
  const readable = files.filter(({ found }) => found).length
  return (
    <main className={styles.page}>
      <h1>Import</h1>
      <section
        className={cx(styles.drop, over && styles.over)}
        aria-label="Files to import"
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <FileUp size={20} aria-hidden />
        <p>
          Drop exports here: GitHub, Jira, Zendesk or Bugzilla JSON, NDJSON, CSV, .eml, .mbox, or the
          case.json of an exported case.
        </p>
        <Button
          look={files.length === 0 ? 'primary' : 'plain'}
          onClick={choose}
          disabled={step === 'reading'}
        >
          {files.length === 0 ? 'Choose files' : 'Add files'}
        </Button>
      </section>
      {files.map((file, at) => (
        <ChosenFile
          key={JSON.stringify(file.source)}
          file={file}
          onFormat={(format) => void reinspect(at, file, format)}
          onMapping={(mapping) => change(at, { ...file, mapping })}
          onRemove={() => setFiles((before) => before.filter((one) => one !== file))}
        />
      ))}
      {files.length > 0 && (
        <div className={styles.acts}>
          <Button look="primary" onClick={() => void start()} disabled={step !== 'ready' || readable === 0}>
            {step === 'importing'
              ? 'Importing…'
              : readable === 1
                ? 'Import this file'
                : `Import ${readable} files`}
          </Button>
          <Button onClick={() => setFiles([])} disabled={step === 'importing'}>
            Clear
          </Button>
        </div>
      )}
      {kept && files.length === 0 && <Report kept={kept} onAgain={choose} />}
    </main>
  )
}

export default ImportPage
