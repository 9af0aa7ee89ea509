import { type SavedView, savedView } from '../../shared/contract/desk.ts'
import { BenchError } from '../../shared/contract/error.ts'
import type { Done, Read, Write } from '../database/procedure.ts'

/** The views a new bench starts with: what needs me, what is mine, what waits, what is new. */
const firstViews: Omit<SavedView, 'id' | 'position'>[] = [
  { name: 'Needs me', query: 'is:unsolved owner:me -status:waiting' },
  { name: 'My open', query: 'is:unsolved owner:me' },
  { name: 'Unassigned', query: 'is:unsolved -has:owner' },
  { name: 'Waiting', query: 'status:waiting' },
  { name: 'Severity 1 and 2', query: 'is:unsolved severity:<=2' },
  { name: 'Recently solved', query: 'status:solved,closed' },
  { name: 'All cases', query: '' },
].map((view) => ({ ...view, sort: 'updated', descending: true, group: 'none', columns: [] }))

export const listViews: Read<object, { views: SavedView[] }> = (db) => ({
  views: db
    .all<{ view: string }>('select view from views order by position, id')
    .map(({ view }) => savedView.parse(JSON.parse(view))),
})

export const ensureViews: Write<object, Done> = ({ db, newId }) => {
  if (db.value("select 1 from meta where name = 'views'")) return {}
  for (const [position, view] of firstViews.entries()) {
    const id = newId()
    db.run('insert into views (id, position, view) values (?, ?, ?)', [
      id,
      position,
      JSON.stringify({ ...view, id, position }),
    ])
  }
  db.run("insert into meta (name, value) values ('views', 'made')")
  return {}
}

export const putView: Write<Omit<SavedView, 'id'> & { id?: string | undefined }, { id: string }> = (
  context,
  view,
) => {
  const id = view.id ?? context.newId()
  context.db.run('insert or replace into views (id, position, view) values (?, ?, ?)', [
    id,
    view.position,
    JSON.stringify({ ...view, id }),
  ])
  context.touch('views')
  return { id }
}

export const removeView: Write<{ id: string }, Done> = ({ db, touch }, { id }) => {
  if (db.run('delete from views where id = ?', [id]).changes === 0)
    throw new BenchError('not-found', 'This view is not here (any more).')
  touch('views')
  return {}
}
