import { countText } from '../list/count-text.ts'

/** What is selected, said so that nobody takes a part for the whole. */
export const selectionText = (selected: number, total: number): string => {
  if (selected > 1 && selected >= total) return `All ${countText(selected)} selected`
  return `${selected.toLocaleString('en')} of ${countText(total)} selected`
}
