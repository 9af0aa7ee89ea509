import { createContext, useContext } from 'react'
import type { CaseDetail } from '../../shared/contract/cases.ts'
import type { Attachment } from '../../shared/domain/entities.ts'
import type { Change } from './change.ts'

/** What the parts of a case's page share. */
export interface CasePage {
  readonly detail: CaseDetail
  readonly change: Change
  /** Shows one of these files large; the arrows lead to the others. */
  readonly preview: (files: readonly Attachment[], at: number) => void
}

export const PageContext = createContext<CasePage | null>(null)

export const useCasePage = (): CasePage => {
  const page = useContext(PageContext)
  if (!page) throw new Error('This view is shown outside the page of a case.')
  return page
}
