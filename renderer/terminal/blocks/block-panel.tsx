import { ChevronDown, ChevronRight, Copy, CornerDownLeft, LocateFixed, Paperclip, Search } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { Terminal, TerminalBlock } from '../../../shared/contract/terminals.ts'
import { useBench } from '../../app/bench.ts'
import { useCall } from '../../client/use-call.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { cx } from '../../ui/cx.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Input } from '../../ui/input.tsx'
import { sentence } from '../../ui/sentence.ts'
import { usePanel } from '../panel-context.ts'
import { readPaste } from '../session/paste.ts'
import { attachBlocks } from './attach-blocks.ts'
import { blockFacts, commandLine, outcomeOf } from './block-words.ts'
import styles from './blocks.module.css'
import { copyBlocks } from './copy-blocks.ts'
import { showMark } from './jump.ts'
import { useBlocks } from './use-blocks.ts'
import { type FoundOutput, useFoundOutput } from './use-found-output.ts'

/** Rows drawn; older ones are found by searching. */
const mostShown = 200
const none: readonly number[] = []

/** The commands of a terminal as a list that folds. */
export const BlockPanel = ({ terminal }: { terminal: Terminal }) => {
  const { face } = usePanel()
  const bench = useBench()
  const panel = usePanel()
  const blocks = useBlocks(terminal.id)
  const [query, setQuery] = useState('')
  const chosen = useStore(face, (state) => state.chosen[terminal.id] ?? none)
  const wanted = query.trim().toLowerCase()
  const output = useFoundOutput(terminal.id, wanted)
  const found = blocks.filter(
    ({ command, number }) => command.toLowerCase().includes(wanted) || output.lines.has(number),
  )
  const shown = found.slice(-mostShown).reverse()
  const choose = (number: number, on: boolean) =>
    face.setState((now) => ({
      chosen: {
        ...now.chosen,
        [terminal.id]: on ? [...chosen, number] : chosen.filter((one) => one !== number),
      },
    }))
  return (
    <aside className={styles.panel} aria-label="Blocks">
      <div className={styles.head}>
        <Input
          icon={Search}
          value={query}
          placeholder="Search commands and output"
          aria-label="Search commands and output"
          onChange={(event) => setQuery(event.target.value)}
        />
      </div>
      {chosen.length > 0 && (
        <div className={styles.acts}>
          <span className={styles.count}>{chosen.length} chosen</span>
          <Button size="small" icon={Copy} onClick={() => void copyBlocks(bench, panel, terminal.id)}>
            Copy
          </Button>
          {terminal.caseId !== null && (
            <Button size="small" icon={Paperclip} onClick={() => void attachBlocks(bench, panel, terminal)}>
              Attach
            </Button>
          )}
        </div>
      )}
      <ul className={styles.list}>
        {shown.map((block) => (
          <Row
            key={block.number}
            terminal={terminal}
            block={block}
            place={blocks.indexOf(block) - blocks.length}
            hit={output.lines.get(block.number)}
            wanted={wanted}
            chosen={chosen.includes(block.number)}
            onChoose={(on) => choose(block.number, on)}
          />
        ))}
      </ul>
      {wanted !== '' && (
        <p className={styles.nothing} role="status">
          {searchWords(found.length, output)}
        </p>
      )}
      {wanted === '' && shown.length === 0 && (
        <p className={styles.nothing}>Each command that runs here is listed, where its shell marks it.</p>
      )}
      {found.length > mostShown && (
        <p className={styles.nothing}>Only the newest {mostShown} are shown. Search for older ones.</p>
      )}
    </aside>
  )
}

const searchWords = (count: number, { searching, whole, failed }: FoundOutput): string => {
  if (failed) return 'What commands printed could not be searched. Their texts were.'
  if (count === 0) return searching ? 'Searching…' : 'Nothing has this in it.'
  const words = `${count} ${count === 1 ? 'command has' : 'commands have'} this in it`
  if (searching) return `${words}, so far.`
  return whole ? `${words}.` : `${words}. Only the newest output was searched.`
}

interface RowProps {
  terminal: Terminal
  block: TerminalBlock
  /** Counted from behind: -1 is the newest. */
  place: number
  /** A line of its output that was searched for. */
  hit: string | undefined
  wanted: string
  chosen: boolean
  onChoose: (on: boolean) => void
}

const Row = ({ terminal, block, place, hit, wanted, chosen, onChoose }: RowProps) => {
  const [open, setOpen] = useState(false)
  const line = commandLine(block)
  return (
    <li className={cx(styles.row, chosen && styles.picked)}>
      <div className={styles.line}>
        <Checkbox checked={chosen} onChange={onChoose} name={`Choose ${line}`} />
        <button
          type="button"
          className={styles.command}
          aria-expanded={open}
          title={block.command.slice(0, 2000)}
          onClick={() => setOpen(!open)}
        >
          {open ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
          <span className={styles.text}>{line}</span>
        </button>
        <span className={cx(styles.facts, styles[outcomeOf(block)])}>{blockFacts(block)}</span>
      </div>
      {hit !== undefined && <Hit line={hit} wanted={wanted} />}
      {open && <Output terminal={terminal} block={block} place={place} />}
    </li>
  )
}

const Hit = ({ line, wanted }: { line: string; wanted: string }) => {
  const at = line.toLowerCase().indexOf(wanted)
  const end = at < 0 ? 0 : at + wanted.length
  return (
    <p className={styles.hit} title={line}>
      {line.slice(0, Math.max(0, at))}
      {end > 0 && <mark>{line.slice(at, end)}</mark>}
      {line.slice(end)}
    </p>
  )
}

const Output = ({ terminal, block, place }: { terminal: Terminal; block: TerminalBlock; place: number }) => {
  const bench = useBench()
  const panel = usePanel()
  const { client, toast } = bench
  const { number, endedAt } = block
  const session = panel.sessions.find(terminal.id)
  const output = useCall(
    (signal) => client.terminals.blockText({ id: terminal.id, number, mostBytes: 100_000 }, { signal }),
    [client, terminal.id, number, endedAt],
  )
  const go = () => {
    const at = (session?.blocks.list().length ?? 0) + place
    if (!session || !showMark(session, at)) toast('This block has scrolled away; its text is below.')
  }
  const again = () => {
    const { text, lines } = readPaste(block.command)
    session?.paste(text)
    // Several lines wait at the prompt, to be looked at.
    if (lines === 1) session?.term.input('\r')
    session?.term.focus()
  }
  const copy = async () => {
    await navigator.clipboard.writeText(output.value?.text ?? '')
    toast({ tone: 'ok', text: 'The output is copied' })
  }
  return (
    <div className={styles.output}>
      <div className={styles.tools}>
        <IconButton icon={LocateFixed} label="Show in the terminal" size="small" onClick={go} />
        <IconButton icon={Copy} label="Copy the output" size="small" onClick={() => void copy()} />
        <IconButton
          icon={CornerDownLeft}
          label="Run again"
          size="small"
          disabled={terminal.busy || terminal.ended !== null}
          onClick={again}
        />
        {terminal.caseId !== null && (
          <IconButton
            icon={Paperclip}
            label="Attach to the case"
            size="small"
            onClick={() => {
              panel.face.setState((now) => ({ chosen: { ...now.chosen, [terminal.id]: [number] } }))
              void attachBlocks(bench, panel, terminal)
            }}
          />
        )}
        <span className={styles.folder} title={block.folder}>
          {block.folder}
        </span>
      </div>
      {output.state === 'failed' ? (
        <p className={styles.nothing}>{sentence(output.error)}</p>
      ) : (
        <pre className={styles.printed} {...reachable}>
          {output.value ? output.value.text || 'It printed nothing.' : '…'}
        </pre>
      )}
      {output.value?.truncated && (
        <p className={styles.nothing}>Only the beginning is shown. Attach it to keep all.</p>
      )}
    </div>
  )
}

// What scrolls must be reachable by keyboard.
const reachable = { tabIndex: 0 }
