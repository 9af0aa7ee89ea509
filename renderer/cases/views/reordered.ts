import type { SavedView } from '../../../shared/contract/desk.ts'

/** The views that change when one moves to another place: each is numbered by its place. */
export const reordered = (views: readonly SavedView[], id: string, to: number): SavedView[] => {
  const from = views.findIndex((view) => view.id === id)
  if (from < 0) return []
  const next = [...views]
  next.splice(Math.max(0, Math.min(views.length - 1, to)), 0, ...next.splice(from, 1))
  return next.flatMap((view, position) => (view.position === position ? [] : [{ ...view, position }]))
}
