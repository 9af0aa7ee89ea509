/** Down and up go from one check box to the next, over files and hunks. */
export const walkFiles = (list: HTMLElement, stroke: KeyboardEvent): void => {
  const step = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[stroke.key]
  const { target } = stroke
  if (step === undefined || !(target instanceof HTMLElement)) return
  const boxes = [...list.querySelectorAll<HTMLElement>('[role="checkbox"], input[type="checkbox"]')]
  const at = boxes.indexOf(target)
  if (at < 0) return
  stroke.preventDefault()
  stroke.stopPropagation()
  const next = boxes[at + step]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}
