import type { IDecoration, IMarker, Terminal } from '@xterm/xterm'

/** Where a command stands in the scrollback, as far as its marks were drawn. */
export interface BlockMark {
  /** The line of its prompt. */
  marker: IMarker
  exitCode: number | null | undefined
}

export interface BlockMarks {
  /** Oldest first; those that scrolled away are gone. */
  list(): readonly BlockMark[]
  /** Lets the decoration of each mark be drawn anew. */
  paint(draw: (mark: BlockMark, at: number, element: HTMLElement) => void): void
  clear(): void
}

const startOf = (data: string) => data === 'C' || data.startsWith('C;')
const promptOf = (data: string) => data === 'A' || data.startsWith('A;')

/** Follows the marks of shells (OSC 133 of FinalTerm, 633 of VS Code) in what is drawn. */
export const followBlocks = (term: Terminal, onChange: () => void): BlockMarks => {
  let marks: (BlockMark & { decoration: IDecoration | undefined })[] = []
  let prompt: IMarker | undefined
  let painter: Parameters<BlockMarks['paint']>[0] | undefined

  const draw = (mark: (typeof marks)[number]) => {
    const { element } = mark.decoration ?? {}
    if (element) painter?.(mark, marks.indexOf(mark), element)
  }
  const begin = () => {
    // Full-screen programs have no lines that stay.
    if (term.buffer.active.type === 'alternate') return
    const marker = prompt ?? term.registerMarker(0)
    prompt = undefined
    const decoration = term.registerDecoration({ marker, width: 1, x: 0 })
    const mark = { marker, exitCode: undefined, decoration }
    marks.push(mark)
    decoration?.onRender(() => draw(mark))
    marker.onDispose(() => {
      marks = marks.filter((one) => one !== mark)
    })
    onChange()
  }
  const take = (data: string): boolean => {
    if (promptOf(data)) {
      prompt?.dispose()
      prompt = term.buffer.active.type === 'normal' ? term.registerMarker(0) : undefined
    } else if (startOf(data)) begin()
    return false
  }
  term.parser.registerOscHandler(133, take)
  term.parser.registerOscHandler(633, take)
  return {
    list: () => marks,
    paint(next) {
      painter = next
      for (const mark of marks) draw(mark)
    },
    clear() {
      for (const { marker } of marks) marker.dispose()
      marks = []
      prompt = undefined
    },
  }
}
