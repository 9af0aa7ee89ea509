import { type ReactNode, useEffect, useState } from 'react'
import { useBench } from '../app/bench.ts'
import { follow } from '../client/follow.ts'
import { CaseFilesContext, createCaseFiles } from './case-files.ts'

/** Tells the views inside where the files of a case are. */
export const CaseFilesFrame = ({ caseId, children }: { caseId: string; children: ReactNode }) => {
  const { client } = useBench()
  const [files] = useState(createCaseFiles)
  useEffect(
    () =>
      follow(
        (signal) => client.transfers.watchFiles({ caseId }, { signal }),
        // Without an answer files are shown as they are, and say nothing of where they are.
        ({ value }) => value && files.take(value),
      ),
    [client, caseId, files],
  )
  return <CaseFilesContext value={files}>{children}</CaseFilesContext>
}
