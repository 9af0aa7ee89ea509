import { useState } from 'react'
import { useBench } from '../app/bench.ts'
import { Hits } from '../app/commands/hits.tsx'
import { useCommands } from '../app/commands/use-commands.ts'
import { caseRefOf } from '../case/current-case.ts'
import { useCall } from '../client/use-call.ts'
import { fileRoute, nameOf } from '../editor/file-key.ts'
import { Picker } from '../ui/picker.tsx'
import { sentence } from '../ui/sentence.ts'
import { needCase, type OfCase } from './acts.tsx'
import { parseQuick } from './quick-query.ts'

const shownAtMost = 50

/** The command that opens a file by its name from anywhere, and its dialog. */
const QuickOpen = () => {
  const [found, setFound] = useState<OfCase | null>(null)
  useCommands([
    {
      id: 'workspace.quickOpen',
      title: 'Open a file by name',
      section: 'Workspace',
      shortcut: ['Mod+p'],
      keywords: 'quick go to',
      run: async (context) => setFound(await needCase(context, caseRefOf(context.tab))),
    },
  ])
  return found && <Finder found={found} onClose={() => setFound(null)} />
}

const Finder = ({ found, onClose }: { found: OfCase; onClose: () => void }) => {
  const { client, navigate } = useBench()
  const [text, setText] = useState('')
  const { query, line, column } = parseQuick(text)
  const { value, state, error } = useCall(
    (signal) => client.workspaces.quickOpen({ caseId: found.id, query, limit: shownAtMost }, { signal }),
    [client, found.id, query],
    { keep: true },
  )
  const files = state === 'failed' ? [] : (value?.files ?? [])
  const note = () => {
    if (state === 'failed') return sentence(error)
    if (!value || files.length > 0) return undefined
    return query === ''
      ? 'Type a part of a name. Files you opened last are listed here.'
      : 'No file is called that.'
  }
  return (
    <Picker
      label="Open a file by name"
      placeholder={`A file of ${found.ref}; add :120 for a line`}
      query={text}
      onQuery={setText}
      heading={query === '' && files.length > 0 ? 'Opened last' : undefined}
      items={files.map(({ path, ranges }) => ({ key: path, ...lineOf(path, ranges) }))}
      note={note()}
      onChoose={(path) => {
        onClose()
        navigate(fileRoute({ caseRef: found.ref, path }), { line, column })
      }}
      onClose={onClose}
    />
  )
}

const lineOf = (path: string, ranges: readonly { start: number; end: number }[]) => {
  const hits = ranges.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, at) => start + at))
  const name = nameOf(path)
  const from = path.length - name.length
  const inName = hits.filter((at) => at >= from).map((at) => at - from)
  const inFolder = hits.filter((at) => at < from - 1)
  return {
    title: <Hits text={name} hits={inName} />,
    side: from > 0 ? <Hits text={path.slice(0, from - 1)} hits={inFolder} /> : undefined,
  }
}

export default QuickOpen
