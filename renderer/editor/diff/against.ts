import { useBench } from '../../app/bench.ts'
import { useCall } from '../../client/use-call.ts'
import type { FileDocument } from '../document.ts'

/** What a file is compared with. */
export type Against = { is: 'revision'; revision: string; name: string } | { is: 'file'; path: string }

export const baseline: Against = { is: 'revision', revision: 'baseline', name: "the customer's state" }
export const head: Against = { is: 'revision', revision: 'HEAD', name: 'the last commit' }

/** What a stored layout says that a file was compared with; the customer's state where it says nothing of use. */
export const readAgainst = (stored: unknown): Against => {
  const { is, revision, name, path } = (stored ?? {}) as Record<string, unknown>
  if (is === 'file' && typeof path === 'string') return { is, path }
  if (is === 'revision' && typeof revision === 'string' && typeof name === 'string')
    return { is, revision, name }
  return baseline
}

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
