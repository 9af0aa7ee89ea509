import { command } from '../command.ts'
import { gather, listingInput, printList } from '../listing.ts'
import { neutral } from '../text/neutral.ts'

const list = command({
  usage: 'list [search...]',
  summary: 'People, on our side or a customer’s.',
  examples: ['casebench people', 'casebench people list ann --json'],
  configure: (cli) => void cli.option('--limit <number>', 'how many', '100'),
  input: listingInput,
  run: async (act, input) => {
    const client = await act.client()
    const { entries: people, total } = await gather(input, async (page) => {
      const { people: found, total } = await client.people.list(page)
      return { found, total }
    })
    await printList(
      act,
      { total, people },
      {
        columns: [
          { title: 'NAME', least: 12 },
          { title: 'EMAIL', least: 12 },
          { title: 'OPEN', align: 'right' },
          { title: 'ID' },
        ],
        rows: people.map(({ name, email, openCases, id }) => [
          neutral(name),
          neutral(email),
          String(openCases),
          id,
        ]),
        none: 'No such person.',
      },
    )
    return undefined
  },
})

export const people = { name: 'people', summary: 'People, on our side or a customer’s.', commands: [list] }
