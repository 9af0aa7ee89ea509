import { z } from 'zod'
import { first } from '../cases/timeline.ts'
import { command } from '../command.ts'
import { printList } from '../listing.ts'
import { neutral } from '../text/neutral.ts'

const list = command({
  usage: 'list',
  summary: 'Saved views of the case list, each with its query.',
  examples: ['casebench views', 'casebench views list --json'],
  input: z.object({}),
  run: async (act) => {
    const client = await act.client()
    const { views } = await first(client.views.watch({}))
    await printList(
      act,
      { views },
      {
        columns: [{ title: 'NAME', least: 12 }, { title: 'QUERY', least: 20 }, { title: 'SORT' }],
        rows: views.map(({ name, query, sort }) => [neutral(name), neutral(query), sort]),
        none: 'No view is saved.',
      },
    )
    return undefined
  },
})

export const views = { name: 'views', summary: 'Saved views of the case list.', commands: [list] }
