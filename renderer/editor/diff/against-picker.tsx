import { useState } from 'react'
import { useBench } from '../../app/bench.ts'
import { useCall } from '../../client/use-call.ts'
import { Picker, type PickerItem } from '../../ui/picker.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { sentence } from '../../ui/sentence.ts'
import type { FileDocument } from '../document.ts'
import { type Against, baseline, head } from './against.ts'

export interface AgainstPickerProps {
  document: FileDocument
  onChoose: (against: Against) => void
  onClose: () => void
}

const filesAtMost = 20

/** Chooses what a file is compared with: the customer's state, a commit of its history, or another file. */
export const AgainstPicker = ({ document, onChoose, onClose }: AgainstPickerProps) => {
  const { client } = useBench()
  const { caseId, path } = document
  const [query, setQuery] = useState('')
  const log = useCall(
    (signal) => client.files.log({ caseId, path, limit: 200 }, { signal }),
    [client, caseId, path],
  )
  const named = useCall(
    async (signal) => {
      if (query.trim() === '') return []
      const { files } = await client.workspaces.quickOpen(
        { caseId, query: query.trim(), limit: filesAtMost },
        { signal },
      )
      return files.filter((file) => file.path !== path)
    },
    [client, caseId, path, query],
    { keep: true },
  )
  const wanted = query.trim().toLowerCase()
  const choices: { item: PickerItem; against: Against; text: string }[] = [
    {
      item: { key: 'baseline', title: "The customer's state" },
      against: baseline,
      text: "the customer's state baseline",
    },
    { item: { key: 'head', title: 'The last commit' }, against: head, text: 'the last commit head' },
    ...(log.value?.commits ?? []).map(({ hash, subject, author, at }) => ({
      item: {
        key: hash,
        title: subject || hash.slice(0, 10),
        side: (
          <>
            {hash.slice(0, 10)} · {author} · <RelativeTime at={at} />
          </>
        ),
      },
      against: {
        is: 'revision' as const,
        revision: hash,
        name: `${subject || 'commit'} (${hash.slice(0, 10)})`,
      },
      text: `${subject} ${hash} ${author}`.toLowerCase(),
    })),
  ].filter(({ text }) => text.includes(wanted))
  const files = (named.value ?? []).map((file) => ({
    item: { key: `file ${file.path}`, title: file.path, side: 'File' },
    against: { is: 'file' as const, path: file.path },
    text: '',
  }))
  const all = [...choices, ...files]
  const none = all.length === 0 ? 'Neither a commit nor a file answers to that.' : undefined
  return (
    <Picker
      label="Compare with"
      placeholder="A commit, or the name of another file"
      query={query}
      onQuery={setQuery}
      items={all.map(({ item }) => item)}
      note={log.state === 'failed' ? sentence(log.error) : none}
      onChoose={(key) => {
        const chosen = all.find(({ item }) => item.key === key)
        if (chosen) onChoose(chosen.against)
        onClose()
      }}
      onClose={onClose}
    />
  )
}
