import { useCallback, useMemo } from 'react'
import { useStore } from 'zustand'
import type { CaseRow } from '../../../shared/contract/cases.ts'
import { type Loaded, useOptions } from '../../ui/use-options.ts'
import { type Bench, type Command, useBench } from '../bench.ts'
import { pathOf } from '../router.ts'
import { type Ranked, rank } from './rank.ts'

interface Entry {
  key: string
  heading: string
  run: (bench: Bench) => void
}

/** A line of the palette. */
export type Finding = Entry &
  (
    | { is: 'command'; command: Command; hits: readonly number[] }
    | { is: 'case'; row: CaseRow }
    | { is: 'search'; query: string }
  )

export interface Found {
  findings: readonly Finding[]
  /** Why there are no cases among them, where reading them failed. */
  problem: string | null
}

const commandsShown = 40
const casesShown = 7
const looksLikeRef = /^[a-z]{1,10}-\d+$/i

/** What answers to the text; only commands after `>`. */
export const useFound = (text: string): Found => {
  const { client, commands } = useBench()
  const lists = useStore(commands.store, (state) => state.lists)
  const onlyCommands = text.startsWith('>')
  const query = (onlyCommands ? text.slice(1) : text).trim()

  const ranked = useMemo(() => {
    // The lists are what `available` reads.
    const known = lists.length > 0 ? commands.available() : []
    const textsOf = ({ title, section, keywords = '' }: Command) => [title, `${section} ${title}`, keywords]
    return rank(query, known, textsOf).slice(0, query ? commandsShown : undefined)
  }, [commands, lists, query])

  const load = useCallback(
    async (wanted: string, signal: AbortSignal): Promise<readonly CaseRow[]> => {
      if (!wanted) return []
      const input = { query: wanted, sort: 'best', limit: casesShown, snippets: false } as const
      return (await client.cases.list(input, { signal })).rows
    },
    [client],
  )
  const cases = useOptions(load, onlyCommands ? '' : query)
  return useMemo(() => compose(ranked, cases, query, onlyCommands), [ranked, cases, query, onlyCommands])
}

const compose = (
  ranked: readonly Ranked<Command>[],
  cases: Loaded<CaseRow>,
  query: string,
  onlyCommands: boolean,
): Found => {
  const commands = ranked.map(
    ({ item, hits }): Finding => ({
      is: 'command',
      key: `command-${item.id}`,
      heading: query ? 'Commands' : item.section,
      command: item,
      hits,
      run: (bench) => void bench.commands.run(item.id),
    }),
  )
  const rows = (onlyCommands ? [] : cases.options).map(
    (row): Finding => ({
      is: 'case',
      key: `case-${row.id}`,
      heading: 'Cases',
      row,
      run: ({ navigate }) => navigate(pathOf('case', row.ref)),
    }),
  )
  const search: Finding = {
    is: 'search',
    key: 'search',
    heading: 'Queue',
    query,
    run: ({ navigate }) => navigate('/queue', { query }),
  }
  const found = looksLikeRef.test(query) ? [...rows, ...commands] : [...commands, ...rows]
  return {
    findings: query && !onlyCommands ? [...found, search] : found,
    problem: cases.state === 'failed' ? cases.reason : null,
  }
}
