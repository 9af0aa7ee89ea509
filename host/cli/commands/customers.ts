import { command } from '../command.ts'
import { gather, listingInput, printList } from '../listing.ts'
import { neutral } from '../text/neutral.ts'

const list = command({
  usage: 'list [search...]',
  summary: 'Customers and their contracts.',
  examples: ['casebench customers', 'casebench customers list acme --json'],
  configure: (cli) => void cli.option('--limit <number>', 'how many', '100'),
  input: listingInput,
  run: async (act, input) => {
    const client = await act.client()
    const { entries: customers, total } = await gather(input, async (page) => {
      const { customers: found, total } = await client.customers.list(page)
      return { found, total }
    })
    await printList(
      act,
      { total, customers },
      {
        columns: [
          { title: 'NAME', least: 12 },
          { title: 'CONTRACTS', least: 10 },
          { title: 'OPEN', align: 'right' },
          { title: 'ID' },
        ],
        rows: customers.map(({ name, contracts, openCases, id }) => [
          neutral(name),
          neutral(contracts.map((contract) => contract.name).join(', ')),
          String(openCases),
          id,
        ]),
        none: 'No such customer.',
      },
    )
    return undefined
  },
})

export const customers = { name: 'customers', summary: 'Customers and their contracts.', commands: [list] }
