import { ArrowDown, ArrowUp, Search } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react'
import type { OpenedFile } from '../../../shared/contract/files.ts'
import { useBench } from '../../app/bench.ts'
import { useCommands } from '../../app/commands/use-commands.ts'
import { useRoute } from '../../app/router.ts'
import { bytesText } from '../../app/save-bytes.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Input } from '../../ui/input.tsx'
import { sentence } from '../../ui/sentence.ts'
import { VirtualList, type VirtualListHandle } from '../../ui/virtual-list.tsx'
import type { FileDocument } from '../document.ts'
import editor from '../editor.module.css'
import { parseFileKey } from '../file-key.ts'
import styles from './large.module.css'
import { LargeLine } from './large-line.tsx'
import { createPages, type Line, type Pages } from './pages.ts'
import { useSearch } from './use-search.ts'

export interface LargeFileProps {
  document: FileDocument
  face: Extract<OpenedFile, { kind: 'large' }>
  active: boolean
}

const lineHeight = 20

const usePages = ({ caseId, path }: FileDocument, version: string) => {
  const { client } = useBench()
  const [pages, setPages] = useState<Pages | null>(null)
  const [facts, setFacts] = useState({ total: 0, exact: false, seen: 0 })
  const [problem, setProblem] = useState('')
  useEffect(() => {
    const made = createPages({
      read: (from, count, signal) => client.files.lines({ caseId, path, from, count }, { signal }),
      onChange: (now) => setFacts(({ seen }) => ({ ...now, seen: seen + 1 })),
      onFailure: (error) => setProblem(sentence(error)),
    })
    made.want(0, 0)
    setPages(version === '' ? null : made)
    return () => made.dispose()
  }, [client, caseId, path, version])
  return { pages, ...facts, problem }
}

/** A file too large for an editor: its lines, read as they are looked at. */
export const LargeFile = ({ document, face, active }: LargeFileProps) => {
  const { pages, total, exact, problem } = usePages(document, face.version)
  const [at, setAt] = useState(0)
  const [text, setText] = useState('')
  const search = useSearch(document, text)
  const list = useRef<VirtualListHandle>(null)
  const field = useRef<HTMLInputElement>(null)
  const lineField = useRef<HTMLInputElement>(null)
  const [long, setLong] = useState<number | null>(null)

  const go = (index: number) => {
    const to = Math.max(0, Math.min(index, Math.max(0, total - 1)))
    setAt(to)
    pages?.want(to, to)
    // Some lines around it are seen too.
    for (const near of [to + 8, to - 8, to]) list.current?.reveal(Math.max(0, Math.min(near, total - 1)))
  }
  useRouteLine(document, total, go)
  const step = (by: 1 | -1) => {
    const lines = search.lines
    const next =
      by > 0 ? lines.find(({ line }) => line - 1 > at) : lines.findLast(({ line }) => line - 1 < at)
    const to = next ?? (by > 0 ? lines[0] : lines.at(-1))
    if (to) go(to.line - 1)
  }
  useLargeCommands({ active, step, field, lineField })
  const found = search.lines.find(({ line }) => line - 1 === at)
  return (
    <div className={styles.large}>
      <Tools
        {...{ text, setText, search, step, go, field, lineField }}
        onLeave={() => list.current?.focus()}
      />
      {problem !== '' && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      <div className={styles.lines}>
        <VirtualList
          ref={list}
          label={`Lines of ${document.path}`}
          count={total}
          rowHeight={lineHeight}
          active={at}
          onActiveChange={setAt}
          onOpen={setLong}
          onRangeChange={(first, last) => pages?.want(first, last)}
          row={(index) => (
            <LargeLine
              index={index}
              digits={String(total).length}
              line={pages?.line(index)}
              found={index === at ? found : undefined}
              onMore={() => setLong(index)}
            />
          )}
        />
      </div>
      {long !== null && <WholeLine index={long} line={pages?.line(long)} onClose={() => setLong(null)} />}
      <footer className={editor.status}>
        <span className={styles.path}>{document.path}</span>
        <span>Too large for the editor, so it is shown and not changed</span>
        <span className={styles.space} />
        <span>
          Line {(at + 1).toLocaleString('en')} of {exact ? '' : 'about '}
          {total.toLocaleString('en')}
        </span>
        <span>{bytesText(face.bytes)}</span>
        <span>{face.encoding.toUpperCase()}</span>
      </footer>
    </div>
  )
}

interface ToolsProps {
  text: string
  setText: (text: string) => void
  search: ReturnType<typeof useSearch>
  step: (by: 1 | -1) => void
  go: (index: number) => void
  field: RefObject<HTMLInputElement | null>
  lineField: RefObject<HTMLInputElement | null>
  onLeave: () => void
}

const Tools = ({ text, setText, search, step, go, field, lineField, onLeave }: ToolsProps) => {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return onLeave()
    if (event.key !== 'Enter') return
    event.preventDefault()
    step(event.shiftKey ? -1 : 1)
  }
  return (
    <div className={styles.tools} role="toolbar" aria-label="Find in the file">
      <Input
        ref={field}
        icon={Search}
        aria-label="Find in the file"
        placeholder="Find"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <IconButton
        size="small"
        icon={ArrowUp}
        label="Line found before"
        shortcut="Shift+F3"
        onClick={() => step(-1)}
      />
      <IconButton
        size="small"
        icon={ArrowDown}
        label="Next line found"
        shortcut="F3"
        onClick={() => step(1)}
      />
      <span role="status" className={styles.count}>
        {countText(search)}
      </span>
      <span className={styles.space} />
      <form
        onSubmit={(event) => {
          event.preventDefault()
          go(Number.parseInt(lineField.current?.value ?? '', 10) - 1 || 0)
          onLeave()
        }}
      >
        <Input
          ref={lineField}
          className={styles.line}
          aria-label="Go to line"
          placeholder="Line"
          inputMode="numeric"
        />
      </form>
    </div>
  )
}

const useLargeCommands = ({
  active,
  step,
  field,
  lineField,
}: Pick<ToolsProps, 'step' | 'field' | 'lineField'> & { active: boolean }) => {
  useCommands(
    [
      {
        id: 'editor.find',
        title: 'Find in the file',
        section: 'Editor',
        shortcut: ['Mod+f'],
        run: () => field.current?.focus(),
      },
      {
        id: 'editor.goToLine',
        title: 'Go to a line of the file',
        section: 'Editor',
        shortcut: ['Mod+g'],
        run: () => lineField.current?.focus(),
      },
      {
        id: 'editor.findNext',
        title: 'Next line found',
        section: 'Editor',
        shortcut: ['F3'],
        run: () => step(1),
      },
      {
        id: 'editor.findPrevious',
        title: 'Line found before',
        section: 'Editor',
        shortcut: ['Shift+F3'],
        run: () => step(-1),
      },
    ],
    active,
  )
}

const WholeLine = ({
  index,
  line,
  onClose,
}: {
  index: number
  line: Line | undefined
  onClose: () => void
}) => (
  <section className={styles.whole} aria-label={`Line ${index + 1}`}>
    <div className={styles.wholeHead}>
      <b>Line {(index + 1).toLocaleString('en')}</b>
      {line?.cut && <span>Cut: the line goes on in the file.</span>}
      <button type="button" className={styles.more} onClick={onClose}>
        Close
      </button>
    </div>
    <pre>{line?.text}</pre>
  </section>
)

const countText = ({ state, lines, truncated, problem }: ReturnType<typeof useSearch>): string => {
  if (state === 'none') return ''
  if (state === 'failed') return problem
  const count = `${lines.length.toLocaleString('en')}${truncated ? ' and more' : ''}`
  if (state === 'searching') return lines.length > 0 ? `${count} so far` : 'Searching'
  return lines.length === 0 ? 'Not found' : `${count} ${lines.length === 1 ? 'line' : 'lines'}`
}

const useRouteLine = ({ path }: FileDocument, total: number, go: (index: number) => void) => {
  const route = useRoute()
  const done = useRef<unknown>(null)
  useEffect(() => {
    const [kind, ...parts] = route.path
    const line = Number.parseInt(route.query.line ?? '', 10)
    if (total === 0 || done.current === route || kind !== 'file' || !line) return
    if (parseFileKey(parts.join('/')).path !== path) return
    done.current = route
    go(line - 1)
  })
}
