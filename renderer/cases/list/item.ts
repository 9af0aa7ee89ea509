import type { CaseRow } from '../../../shared/contract/cases.ts'
import type { CaseList } from './case-list.ts'

/** The case at an index, where there is one and it is read. */
export const rowAt = (list: CaseList, index: number): CaseRow | undefined => {
  const item = list.itemAt(index)
  return item?.kind === 'case' ? item.row : undefined
}

/** How far around the active row tags are looked for. */
const near = 200

/** The tags of the selected cases near an index, as far as they are read. */
export const tagsOf = (list: CaseList, selected: ReadonlySet<string>, around: number): string[] => {
  const tags = new Set<string>()
  for (let at = Math.max(0, around - near); selected.size > 0 && at <= around + near; at += 1) {
    const row = rowAt(list, at)
    if (row && selected.has(row.id)) for (const tag of row.tags) tags.add(tag)
  }
  return [...tags].sort()
}
