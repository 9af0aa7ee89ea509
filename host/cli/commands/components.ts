import { command } from '../command.ts'
import { gather, listingInput, printList } from '../listing.ts'
import { neutral } from '../text/neutral.ts'

const list = command({
  usage: 'list [search...]',
  summary: 'What cases are about.',
  examples: ['casebench components', 'casebench components list tomcat --json'],
  configure: (cli) => void cli.option('--limit <number>', 'how many', '100'),
  input: listingInput,
  run: async (act, input) => {
    const client = await act.client()
    const { entries: components, total } = await gather(input, async (page) => {
      const { components: found, total } = await client.components.list(page)
      return { found, total }
    })
    await printList(
      act,
      { total, components },
      {
        columns: [
          { title: 'NAME', least: 12 },
          { title: 'KIND' },
          { title: 'CASES', align: 'right' },
          { title: 'VERSIONS', align: 'right' },
          { title: 'PURL', least: 12 },
        ],
        rows: components.map(({ name, kind, cases, versions, purl }) => [
          neutral(name),
          kind,
          String(cases),
          String(versions),
          neutral(purl),
        ]),
        none: 'No such component.',
      },
    )
    return undefined
  },
})

export const components = {
  name: 'components',
  summary: 'What cases are about.',
  commands: [list],
}
