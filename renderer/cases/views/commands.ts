import type { SavedView } from '../../../shared/contract/desk.ts'
import type { Command, CommandContext } from '../../app/bench.ts'

/** Views that a key chooses. */
const numbered = 9

/** The views now; a command runs seldom enough to ask. */
const readViews = async ({ client }: CommandContext): Promise<readonly SavedView[]> => {
  for await (const { views } of client.views.watch({})) return views
  return []
}

const showView = async (context: CommandContext, at: number) => {
  const view = (await readViews(context))[at]
  if (view) context.navigate('/queue', { view: view.id })
  else context.toast(`There is no view ${at + 1}. Save a search as a view to have one.`)
}

/** What works from anywhere in the window. */
export const viewCommands: readonly Command[] = [
  ...Array.from(
    { length: numbered },
    (_, at): Command => ({
      id: `view.${at + 1}`,
      title: `Show view ${at + 1}`,
      section: 'Views',
      shortcut: [`g ${at + 1}`],
      run: (context) => showView(context, at),
    }),
  ),
  {
    id: 'queue.search',
    title: 'Search cases',
    section: 'Queue',
    shortcut: ['/'],
    // The queue, which may not be there yet, takes the word away when it has done it.
    run: ({ navigate, route }) =>
      navigate('/queue', { ...(route.path[0] === 'queue' && route.query), focus: 'search' }),
  },
]
