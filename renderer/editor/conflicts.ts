import type { editor } from 'monaco-editor/editor/editor.api.js'
import styles from './editor.module.css'

const markers = '^(<{7}|\\|{7}|={7}|>{7})( |$)'
/** More marked places would only slow the typing down. */
const marksAtMost = 1000

/** Places of a text that stand between the markers of a merge. */
export const conflictsIn = (text: string): number => text.match(/^<{7}( |\r?$)/gm)?.length ?? 0

/** Colours the markers of a merge for as long as the editor lives. */
export const markConflicts = (shown: editor.IStandaloneCodeEditor): void => {
  const marks = shown.createDecorationsCollection()
  const mark = () => {
    const found = shown.getModel()?.findMatches(markers, false, true, true, null, false, marksAtMost) ?? []
    marks.set(
      found.map(({ range }) => ({
        range,
        options: {
          isWholeLine: true,
          className: styles.conflict ?? '',
          overviewRuler: { color: '#c42b30', position: 4 },
        },
      })),
    )
  }
  mark()
  shown.onDidChangeModelContent(mark)
}

/** Goes to the next place that a merge left to a person. */
export const goToConflict = (shown: editor.IStandaloneCodeEditor): void => {
  const model = shown.getModel()
  const from = shown.getPosition()
  if (!model || !from) return
  const next = model.findNextMatch('^<{7}( |$)', from, true, true, null, false)
  if (!next) return
  shown.setPosition(next.range.getStartPosition())
  shown.revealLineInCenter(next.range.startLineNumber)
  shown.focus()
}
