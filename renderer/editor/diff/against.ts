import { useBench } from '../../app/bench.ts'
import { useCall } from '../../client/use-call.ts'
import type { FileDocument } from '../document.ts'

/** What a file is compared with. */
export type Against = { is: 'revision'; revision: string; name: string } | { is: 'file'; path: string }

export const baseline: Against = { is: 'revision', revision: 'baseline', name: "the customer's state" }
export const head: Against = { is: 'revision', revision: 'HEAD', name: 'the last commit' }

export const toAgainst = (revision: string | null): Against =>
  revision === null || revision === 'baseline'
    ? baseline
    : { is: 'revision', revision, name: revision.slice(0, 10) }

export const againstName = (against: Against): string => (against.is === 'file' ? against.path : against.name)

/** The text of the other side. */
export const useOther = ({ caseId, path }: FileDocument, against: Against) => {
  const { client } = useBench()
  const what = against.is === 'file' ? against.path : against.revision
  return useCall(
    async (signal) => {
      if (against.is === 'revision')
        return await client.files.readAt({ caseId, path, revision: against.revision }, { signal })
      const opened = await client.files.read({ caseId, path: against.path }, { signal })
      if (opened.kind === 'text') return { text: opened.text, encoding: opened.form.encoding, binary: false }
      return { text: null, encoding: '', binary: true }
    },
    [client, caseId, path, against.is, what],
  )
}
