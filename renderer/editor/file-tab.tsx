import { useStore } from 'zustand'
import { useBench } from '../app/bench.ts'
import type { TabViewProps } from '../app/feature.ts'
import { Button } from '../ui/button.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import type { FileDocument } from './document.ts'
import styles from './editor.module.css'
import { parseFileKey } from './file-key.ts'
import { LargeFile } from './large/large-file.tsx'
import { NoText } from './no-text.tsx'
import { TextEditor } from './text-editor.tsx'
import { useCaseOf, useFile } from './use-file.ts'

/** A file of a case's workspace. */
const FileTab = ({ tabKey, active }: TabViewProps) => <FileView kind="file" {...{ tabKey, active }} />

export interface FileViewProps {
  kind: 'file' | 'beside'
  tabKey: string
  active: boolean
}

/** One view of a file; two of the same file show one text. */
export const FileView = ({ kind, tabKey, active }: FileViewProps) => {
  const { caseRef, path } = parseFileKey(tabKey)
  const found = useCaseOf(caseRef)
  const document = useFile({ kind, tabKey }, found.value?.case.id)
  if (found.state === 'failed')
    return (
      <ErrorState title={`${path} cannot be shown`} error={found.error}>
        <Button look="primary" onClick={found.retry}>
          Try again
        </Button>
      </ErrorState>
    )
  if (!document) return <Skeleton lines={12} label={`Reading ${path}`} />
  return (
    <section className={styles.tab} aria-label={kind === 'file' ? path : `${path}, second view`}>
      <FaceOf {...{ kind, document, caseRef, active }} />
    </section>
  )
}

interface FaceProps {
  kind: 'file' | 'beside'
  document: FileDocument
  caseRef: string
  active: boolean
}

const FaceOf = ({ kind, document, caseRef, active }: FaceProps) => {
  const { commands } = useBench()
  const face = useStore(document.store, (state) => state.face)
  if (face.is === 'loading') return <Skeleton lines={12} label={`Reading ${document.path}`} />
  if (face.is === 'text') return <TextEditor {...{ kind, document, caseRef, active }} />
  if (face.is === 'failed')
    return (
      <ErrorState title={`${document.name} cannot be shown`} error={face.error}>
        <Button look="primary" onClick={() => void document.load()}>
          Try again
        </Button>
        <Button onClick={() => commands.run('tab.close')}>Close the tab</Button>
      </ErrorState>
    )
  if (face.kind === 'large') return <LargeFile document={document} face={face} active={active} />
  return <NoText document={document} caseRef={caseRef} face={face} />
}

export default FileTab
