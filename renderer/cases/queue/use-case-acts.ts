import type { CaseRow } from '../../../shared/contract/cases.ts'
import { useBench } from '../../app/bench.ts'
import { pathOf } from '../../app/router.ts'
import type { RouteQuery } from '../spec/spec.ts'

/** What is done with one case of the list. */
export interface CaseActs {
  /** `beside` leaves the queue in front. */
  open(row: CaseRow, how: { beside: boolean }): void
  copyRef(row: CaseRow): void
}

export interface CaseActsOptions {
  route: RouteQuery
  onOpen: () => void
  /** The queue is in front again. */
  onBack: () => void
}

export const useCaseActs = ({ route, onOpen, onBack }: CaseActsOptions): CaseActs => {
  const { navigate, toast } = useBench()
  return {
    open({ ref }, { beside }) {
      onOpen()
      navigate(pathOf('case', ref), {}, { replace: beside })
      if (!beside) return
      // The tab is there now; the queue comes back in front of it, and into the same place of the history.
      navigate('/queue', { ...route }, { replace: true })
      requestAnimationFrame(onBack)
    },
    copyRef({ ref }) {
      navigator.clipboard.writeText(ref).then(
        () => toast(`${ref} copied`),
        () => toast({ tone: 'danger', text: 'The system did not let it be copied.' }),
      )
    },
  }
}
