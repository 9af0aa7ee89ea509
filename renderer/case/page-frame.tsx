import { type ReactNode, useMemo, useState } from 'react'
import type { CaseDetail } from '../../shared/contract/cases.ts'
import type { Attachment } from '../../shared/domain/entities.ts'
import { CaseFilesFrame } from '../transfers/case-files-frame.tsx'
import { useChange } from './change.ts'
import { PageContext } from './page.ts'
import { PreviewDialog } from './preview/preview-dialog.tsx'

/** Gives a case to the views inside, and shows the file that one of them asks for. */
export const PageFrame = ({ detail, children }: { detail: CaseDetail; children: ReactNode }) => {
  const change = useChange()
  const [shown, setShown] = useState<{ files: readonly Attachment[]; at: number } | null>(null)
  const page = useMemo(
    () => ({
      detail,
      change,
      preview: (files: readonly Attachment[], at: number) => setShown({ files, at }),
    }),
    [detail, change],
  )
  return (
    <PageContext value={page}>
      <CaseFilesFrame caseId={detail.case.id}>
        {children}
        {shown && (
          <PreviewDialog
            caseRef={detail.case.ref}
            files={shown.files}
            at={shown.at}
            onMove={(at) => setShown({ ...shown, at })}
            onClose={() => setShown(null)}
          />
        )}
      </CaseFilesFrame>
    </PageContext>
  )
}
