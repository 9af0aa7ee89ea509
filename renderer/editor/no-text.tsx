import { Ban, Binary } from 'lucide-react'
import type { OpenedFile } from '../../shared/contract/files.ts'
import { useBench } from '../app/bench.ts'
import { bytesText } from '../app/save-bytes.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { attachToCase } from './attach.ts'
import type { FileDocument } from './document.ts'

export interface NoTextProps {
  document: FileDocument
  caseRef: string
  face: Extract<OpenedFile, { kind: 'binary' | 'refused' }>
}

/** What is no text: said, with what can be done with it. */
export const NoText = ({ document, caseRef, face }: NoTextProps) => {
  const bench = useBench()
  const { caseId, path } = document
  if (face.kind === 'refused')
    return <EmptyState icon={Ban} title={`${document.name} is not opened`} text={face.sentence} />
  return (
    <EmptyState
      icon={Binary}
      title={`${document.name} is not text`}
      text={`${bytesText(face.bytes)} of ${face.mediaType}. The editor shows texts only; a terminal or another program can open it.`}
    >
      <Button onClick={() => void attachToCase(bench, { caseId, caseRef, path }, null)}>
        Attach it to {caseRef}
      </Button>
    </EmptyState>
  )
}
