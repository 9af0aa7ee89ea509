import { Command as Cmdk } from 'cmdk'
import { Search, SquareArrowOutUpRight } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { useCallback, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { CaseRow } from '../../../shared/contract/cases.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { SeverityMark } from '../../ui/severity-mark.tsx'
import { StatusDot } from '../../ui/status-dot.tsx'
import { useOptions } from '../../ui/use-options.ts'
import { useBench } from '../bench.ts'
import { pathOf } from '../router.ts'
import { Hits } from './hits.tsx'
import styles from './palette.module.css'
import { type Ranked, rank } from './rank.ts'
import type { Command } from './registry.ts'

export interface PaletteProps {
  open: boolean
  text: string
  onClose: () => void
}

export const Palette = ({ open, text, onClose }: PaletteProps) => (
  <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
    <Radix.Portal>
      <Radix.Overlay className={styles.scrim}>
        <Radix.Content className={styles.palette} aria-describedby={undefined}>
          <Radix.Title className="visually-hidden">Search or run a command</Radix.Title>
          <Finder start={text} onClose={onClose} />
        </Radix.Content>
      </Radix.Overlay>
    </Radix.Portal>
  </Radix.Root>
)

const commandsShown = 40
const casesShown = 7
const searchAll = 'search-all'
const caseValue = ({ id }: CaseRow): string => `case-${id}`
const commandValue = ({ id }: Command): string => `command-${id}`
const looksLikeRef = /^[a-z]{1,10}-\d+$/i

const useFound = (text: string) => {
  const { client, commands } = useBench()
  const lists = useStore(commands.store, (state) => state.lists)
  const onlyCommands = text.startsWith('>')
  const query = (onlyCommands ? text.slice(1) : text).trim()

  // The lists are what `available` reads.
  const found = useMemo(
    () =>
      lists &&
      rank(query, commands.available(), ({ title, section, keywords = '' }) => [
        title,
        `${section} ${title}`,
        keywords,
      ]).slice(0, query ? commandsShown : undefined),
    [commands, lists, query],
  )
  const load = useCallback(
    async (wanted: string, signal: AbortSignal): Promise<readonly CaseRow[]> => {
      if (!wanted) return []
      const input = { query: wanted, sort: 'best', limit: casesShown, snippets: false } as const
      return (await client.cases.list(input, { signal })).rows
    },
    [client],
  )
  const cases = useOptions(load, onlyCommands ? '' : query)
  return { query, onlyCommands, commands: found, cases }
}

const Finder = ({ start, onClose }: { start: string; onClose: () => void }) => {
  const { navigate, commands } = useBench()
  const [text, setText] = useState(start)
  const [chosen, setChosen] = useState<string | null>(null)
  const { query, onlyCommands, commands: found, cases } = useFound(text)
  const type = (next: string) => {
    setText(next)
    setChosen(null)
  }
  const after = (act: () => void) => () => {
    onClose()
    act()
  }
  const refFirst = looksLikeRef.test(query)
  const first = [
    ...(refFirst ? cases.options.slice(0, 1).map(caseValue) : []),
    ...found.slice(0, 1).map(({ item }) => commandValue(item)),
    ...cases.options.slice(0, 1).map(caseValue),
    searchAll,
  ][0]
  const caseItems = cases.options.length > 0 && (
    <Cmdk.Group heading="Cases" key="cases">
      {cases.options.map((row) => (
        <CaseItem key={row.id} row={row} onSelect={after(() => navigate(pathOf('case', row.ref)))} />
      ))}
    </Cmdk.Group>
  )
  const commandItems = groups(found, query).map(([heading, items]) => (
    <Cmdk.Group heading={heading} key={heading}>
      {items.map(({ item, hits }) => (
        <CommandItem
          key={item.id}
          command={item}
          hits={hits}
          sectionShown={query !== ''}
          onSelect={after(() => void commands.run(item.id))}
        />
      ))}
    </Cmdk.Group>
  ))
  return (
    <Cmdk
      shouldFilter={false}
      loop
      label="Search or run a command"
      className={styles.inner}
      // The best answer is chosen until a person chooses another.
      value={chosen ?? first ?? ''}
      onValueChange={setChosen}
    >
      <div className={styles.search}>
        <Search size={16} aria-hidden />
        <Cmdk.Input value={text} onValueChange={type} placeholder="Search cases or run a command" />
      </div>
      <Cmdk.List className={styles.list}>
        <Cmdk.Empty className={styles.empty}>
          {cases.state === 'failed' ? cases.reason : 'Nothing answers to that.'}
        </Cmdk.Empty>
        {refFirst ? [caseItems, commandItems] : [commandItems, caseItems]}
        {query && !onlyCommands && (
          <Cmdk.Group heading="Queue">
            <Cmdk.Item
              value={searchAll}
              className={styles.item}
              onSelect={after(() => navigate('/queue', { query }))}
            >
              <SquareArrowOutUpRight size={15} aria-hidden />
              <span className={styles.title}>Search all cases for “{query}”</span>
            </Cmdk.Item>
          </Cmdk.Group>
        )}
      </Cmdk.List>
    </Cmdk>
  )
}

/** By section while nothing is typed, by rank once something is. */
const groups = (found: readonly Ranked<Command>[], query: string): [string, Ranked<Command>[]][] => {
  if (query) return found.length > 0 ? [['Commands', [...found]]] : []
  return [...Map.groupBy(found, ({ item }) => item.section)]
}

const CaseItem = ({ row, onSelect }: { row: CaseRow; onSelect: () => void }) => (
  <Cmdk.Item value={caseValue(row)} className={styles.item} onSelect={onSelect}>
    <StatusDot status={row.status} />
    <span className={styles.ref}>{row.ref}</span>
    <span className={styles.title}>{row.title}</span>
    {row.customer && <span className={styles.section}>{row.customer}</span>}
    <SeverityMark severity={row.severity} />
  </Cmdk.Item>
)

interface CommandItemProps {
  command: Command
  hits: readonly number[]
  sectionShown: boolean
  onSelect: () => void
}

const CommandItem = ({ command, hits, sectionShown, onSelect }: CommandItemProps) => (
  <Cmdk.Item value={commandValue(command)} className={styles.item} onSelect={onSelect}>
    <span className={styles.title}>
      <Hits text={command.title} hits={hits} />
    </span>
    {sectionShown && <span className={styles.section}>{command.section}</span>}
    {command.shortcut?.[0] && <Kbd keys={command.shortcut[0]} />}
  </Cmdk.Item>
)
