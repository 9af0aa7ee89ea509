import { z } from 'zod'
import { type CaseRow, caseSorts } from '../../../shared/contract/cases.ts'
import type { Services } from '../../../shared/contract/index.ts'
import type { Client } from '../../../shared/wire/client.ts'
import { rowJson } from '../cases/json.ts'
import { type CaseSort, casePages } from '../cases/pages.ts'
import { type Act, command, wholeNumber } from '../command.ts'
import { neutral, safeJson } from '../text/neutral.ts'
import { counted } from '../text/size.ts'
import { type Column, type Table, table } from '../text/table.ts'
import { relative } from '../text/when.ts'
import { fit } from '../text/width.ts'

/** Orders whose first row is the greatest unless a direction is asked for. */
const newestFirst: readonly CaseSort[] = ['updated', 'created']

/** `-title` is descending; a bare name runs the way a person reads that list. */
const parseSort = z.string().transform((given, context) => {
  const name = given.replace(/^-/, '')
  const sort = caseSorts.find((one) => one === name)
  if (sort) return { sort, descending: given.startsWith('-') || newestFirst.includes(sort) }
  context.addIssue(`must be one of ${caseSorts.join(', ')}, with a "-" before it for descending order`)
  return z.NEVER
})

const input = z.object({
  query: z.array(z.string()),
  sort: parseSort,
  reverse: z.boolean().default(false),
  limit: wholeNumber,
  count: z.boolean().default(false),
})

interface Listing {
  query: string
  sort: CaseSort
  descending: boolean
  limit: number
}

const pagesOf = (client: Client<Services>, { sort, descending, ...rest }: Listing, { signal }: Act) =>
  casePages(client, { ...rest, sort, ...(sort === 'best' ? {} : { descending }), signal })

/** Written page by page, so that any number of cases takes no more memory than one page. */
const writeJson = async (act: Act, client: Client<Services>, listing: Listing, total: number) => {
  let separator = ''
  let opening = `{"total":${total},"cases":[`
  for await (const rows of pagesOf(client, listing, act)) {
    await act.out.write(opening + separator + rows.map((row) => safeJson(rowJson(row))).join(',\n'))
    opening = ''
    separator = ',\n'
  }
  await act.out.write(`${opening}]}\n`)
}

const columnsFor = ({ out }: Act): Column[] => [
  { title: 'REF' },
  { title: 'SEV', align: 'right' },
  { title: 'STATUS' },
  { title: 'TITLE', least: 20, style: (cell) => out.paint('bold', cell) },
  { title: 'CUSTOMER', least: 8 },
  { title: 'OWNER', least: 8 },
  { title: 'UPDATED', style: (cell) => out.paint('dim', cell) },
]

const cells = (row: CaseRow, now: number): string[] => [
  row.ref,
  String(row.severity),
  row.status,
  neutral(row.title),
  neutral(row.customer ?? ''),
  neutral(row.owner ?? ''),
  relative(row.updatedAt, now),
]

/** Where the hit was, below its case; only for a person at a terminal, so that a pipe keeps one case per line. */
const snippetLine = ({ snippet }: CaseRow, { out }: Act): string[] => {
  if (!out.terminal || !snippet || snippet.where === 'title') return []
  return [out.paint('dim', fit(`    ${neutral(snippet.text)}`, out.columns))]
}

const writeTable = async (act: Act, client: Client<Services>, listing: Listing, total: number) => {
  const { out } = act
  const now = act.now()
  let layout: Table | undefined
  let shown = 0
  for await (const rows of pagesOf(client, listing, act)) {
    const all = rows.map((row) => cells(row, now))
    const lines: string[] = []
    if (!layout) {
      layout = table(columnsFor(act), all, out.columns)
      lines.push(layout.head((line) => out.paint('dim', line)))
    }
    for (const [index, line] of layout.rows(all).entries()) {
      const row = rows[index]
      lines.push(line, ...(row ? snippetLine(row, act) : []))
    }
    shown += rows.length
    await out.write(`${lines.join('\n')}\n`)
  }
  if (shown < total) out.say(`${counted(shown, 'case')} of ${counted(total, 'case')}; --limit shows more.`)
  if (total === 0) out.say('No case matches.')
}

export const cases = command({
  usage: 'cases [query...]',
  summary: 'List and search cases.',
  examples: [
    'casebench cases',
    'casebench cases "status:open severity:<=2 ORA-00060" --sort severity',
    'casebench cases --limit 1000 --json owner:me -- -tag:waiting',
  ],
  configure: (cli) =>
    void cli
      .option('--sort <field>', `${caseSorts.join(', ')}; "-" before it for descending order`, 'updated')
      .option('--reverse', 'the other way round')
      .option('--limit <number>', 'how many cases', '50')
      .option('--count', 'only how many there are'),
  input,
  run: async (act, { query: words, sort: { sort, descending }, reverse, limit, count }) => {
    const client = await act.client()
    const query = words.join(' ')
    const { total } = await client.cases.count({ query }, { signal: act.signal })
    if (count) {
      await act.out.result({ total, cases: [] }, () => String(total))
      return undefined
    }
    const listing = { query, sort, descending: descending !== reverse, limit }
    await (act.out.json ? writeJson : writeTable)(act, client, listing, total)
    return undefined
  },
})
