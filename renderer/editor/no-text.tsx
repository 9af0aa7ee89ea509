import { Ban, Binary } from 'lucide-react'
import type { OpenedFile } from '../../shared/contract/files.ts'
import { bytesText } from '../app/save-bytes.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import type { FileDocument } from './document.ts'

export interface NoTextProps {
  document: FileDocument
  face: Extract<OpenedFile, { kind: 'binary' | 'refused' }>
}

/** What is no text: said, with what can be done with it. */
export const NoText = ({ document, face }: NoTextProps) => {
  if (face.kind === 'refused')
    return <EmptyState icon={Ban} title={`${document.name} is not opened`} text={face.sentence} />
  return (
    <EmptyState
      icon={Binary}
      title={`${document.name} is not text`}
      text={`${bytesText(face.bytes)} of ${face.mediaType}. The editor shows texts only; a terminal or another program can open it.`}
    />
  )
}
