import { FileUp } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { ImportFormat } from '../../shared/domain/vocabulary.ts'
import { useBench } from '../app/bench.ts'
import { useCommands } from '../app/commands/use-commands.ts'
import { Button } from '../ui/button.tsx'
import { cx } from '../ui/cx.ts'
import { pickFiles } from '../ui/pick-files.ts'
import { isCancelled } from '../ui/sentence.ts'
import type { ToastOptions } from '../ui/toasts.ts'
import { useFileDrop } from '../ui/use-file-drop.ts'
import { ChosenFile } from './chosen-file.tsx'
import { stageFiles } from './files.ts'
import styles from './imports.module.css'
import { type InspectedFile, inspectFile } from './inspected.ts'
import { Report } from './report.tsx'
import { type KeptReport, reportKey, runImport } from './run-import.ts'
import { Running } from './running.tsx'
import { Supported } from './supported.tsx'

type Step = 'choose' | 'reading' | 'ready' | 'importing'

/** Files chosen before and now; one chosen twice is there once. */
const together = (before: readonly InspectedFile[], more: readonly InspectedFile[]) => {
  const known = new Set(before.map(({ source }) => JSON.stringify(source)))
  return [...before, ...more.filter(({ source }) => !known.has(JSON.stringify(source)))]
}

/** Said to whoever left the page meanwhile. */
const finished = ({ report }: KeptReport, show: () => void): ToastOptions => ({
  tone: 'ok',
  text: `Imported: ${report.cases.toLocaleString('en')} cases are in`,
  act: { label: 'Show the report', run: show },
})

/** Choose files, see what they are, set right what was guessed wrong, import, read the report. */
const ImportPage = () => {
  const bench = useBench()
  const { client, toast, acts, router, navigate } = bench
  const [files, setFiles] = useState<readonly InspectedFile[]>([])
  const [importing, setImporting] = useState<readonly string[]>([])
  const [step, setStep] = useState<Step>('choose')
  const [kept, setKept] = useState<KeptReport | null>(null)
  // An import that was begun before this page was left and opened again ends with a report too.
  const running = useStore(acts.store, (state) => state.running.length)

  useEffect(() => {
    if (running > 0) return
    const controller = new AbortController()
    client.local.get({ key: reportKey }, { signal: controller.signal }).then(
      ({ value }) => setKept(value as KeptReport | null),
      // The last report is a convenience; importing works without it.
      () => undefined,
    )
    return () => controller.abort()
  }, [client, running])

  const take = async (chosen: readonly File[]) => {
    if (chosen.length === 0 || step === 'reading' || step === 'importing') return
    setStep('reading')
    try {
      const staged = await stageFiles(bench, chosen)
      const inspected = await Promise.all(staged.map((one) => inspectFile(client, one)))
      setFiles((before) => together(before, inspected))
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

  const readable = files.filter(({ found }) => found)
  const start = async () => {
    setStep('importing')
    setImporting(readable.map(({ name }) => name))
    let cases = 0
    try {
      const done = await runImport(bench, readable, {
        onCases: (count) => {
          cases = count
        },
        onFile: (file) => setFiles((before) => before.filter((one) => one !== file)),
      })
      setKept(done)
      setFiles([])
      setStep('choose')
      if (router.store.getState().path[0] !== 'import') toast(finished(done, () => navigate('/import')))
    } catch (error) {
      if (isCancelled(error))
        toast(
          `The import was cancelled. What is in already, ${cases.toLocaleString('en')} cases or a few more, stays; importing again goes on without doubling it.`,
        )
      setStep('ready')
    }
  }
  useCommands([
    {
      id: 'import.choose',
      title: 'Choose files to import',
      section: 'Import',
      shortcut: ['o'],
      enabled: () => step === 'choose' || step === 'ready',
      run: choose,
    },
    {
      id: 'import.start',
      title: 'Import the chosen files',
      section: 'Import',
      shortcut: ['Mod+Enter'],
      enabled: () => step === 'ready' && readable.length > 0,
      run: () => void start(),
    },
  ])

  const { over, handlers } = useFileDrop((dropped) => void take(dropped))
  return (
    <section className={styles.page} aria-label="Import" {...handlers}>
      <div className={styles.body}>
        <h1>Import</h1>
        {step === 'importing' ? (
          <Running names={importing} />
        ) : (
          <div className={cx(styles.drop, over && styles.over)}>
            <FileUp size={20} aria-hidden />
            <p>Drop files anywhere on this page, as many as you like.</p>
            <Button
              look={files.length === 0 && !kept ? 'primary' : 'plain'}
              onClick={choose}
              disabled={step === 'reading'}
            >
              {files.length === 0 ? 'Choose files' : 'Add files'}
            </Button>
          </div>
        )}
        {step !== 'importing' &&
          files.map((file, at) => (
            <ChosenFile
              key={JSON.stringify(file.source)}
              file={file}
              onFormat={(format) => void reinspect(at, file, format)}
              onMapping={(mapping) => change(at, { ...file, mapping })}
              onRemove={() => setFiles((before) => before.filter((one) => one !== file))}
            />
          ))}
        {files.length > 0 && step !== 'importing' && (
          <div className={cx(styles.acts, styles.begin)}>
            <Button
              look="primary"
              shortcut="Mod+Enter"
              onClick={() => void start()}
              disabled={step !== 'ready' || readable.length === 0}
            >
              {readable.length === 1 ? 'Import this file' : `Import ${readable.length} files`}
            </Button>
            <Button onClick={() => setFiles([])}>Clear</Button>
          </div>
        )}
        {kept && files.length === 0 && step !== 'importing' && <Report kept={kept} />}
        {files.length === 0 && step !== 'reading' && step !== 'importing' && <Supported />}
      </div>
    </section>
  )
}

export default ImportPage
