import type { ActiveTab } from '../app/route.ts'

/** Kinds of tabs whose key begins with the reference of their case. */
const ofCase = new Set(['case', 'file', 'beside', 'diff', 'changes', 'compare'])

/** The case that a tab is about, by its reference. */
export const caseRefOf = (tab: ActiveTab | null): string | null =>
  (tab && ofCase.has(tab.kind) && tab.key.split('/')[0]) || null
