import type { editor } from 'monaco-editor/editor/editor.api.js'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import styles from '../editor.module.css'
import { editorOptions } from '../options.ts'
import { useOwnShortcuts } from '../own-shortcuts.ts'
import { loadMonaco } from '../use-file.ts'

export interface DiffViewProps {
  /** What may be changed. */
  model: editor.ITextModel
  readOnly: boolean
  /** The side that is not changed. */
  original: string
  /** Of the original, as Monaco calls it. */
  language: string
  /** What each side is, for somebody who does not see it. */
  originalName: string
  modifiedName: string
  inline: boolean
  onShown: (shown: editor.IStandaloneDiffEditor | null) => void
}

/** Two texts side by side; the right one may be edited. */
export const DiffView = (props: DiffViewProps) => {
  const { model, readOnly, original, language, originalName, modifiedName, inline, onShown } = props
  const place = useRef<HTMLDivElement>(null)
  const [made, setMade] = useState<editor.IStandaloneDiffEditor | null>(null)
  const onKeyDownCapture = useOwnShortcuts()
  const tell = useEffectEvent(onShown)

  useEffect(() => {
    const element = place.current
    if (!element) return
    let shown: editor.IStandaloneDiffEditor | undefined
    let before: editor.ITextModel | undefined
    let gone = false
    // Closing its last tab ends the text before this view is taken down, and Monaco wants to be told first.
    const ending = model.onWillDispose(() => shown?.setModel(null))
    void loadMonaco().then((monaco) => {
      if (gone || model.isDisposed()) return
      before = monaco.editor.createModel(original, language)
      shown = monaco.editor.createDiffEditor(element, {
        ...editorOptions,
        originalEditable: false,
        renderOverviewRuler: true,
        renderLineHighlight: 'gutter',
        ignoreTrimWhitespace: false,
        renderSideBySideInlineBreakpoint: 520,
        ...labelsOf(originalName, modifiedName),
      })
      shown.setModel({ original: before, modified: model })
      before.updateOptions({
        bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
      })
      shown.revealFirstDiff()
      setMade(shown)
      tell(shown)
    })
    return () => {
      gone = true
      ending.dispose()
      setMade(null)
      tell(null)
      shown?.dispose()
      before?.dispose()
    }
  }, [model, original, language, originalName, modifiedName])

  useEffect(
    () =>
      made?.updateOptions({
        renderSideBySide: !inline,
        readOnly,
        ...labelsOf(originalName, modifiedName),
      }),
    [made, inline, readOnly, originalName, modifiedName],
  )
  return <div ref={place} className={styles.editor} data-pane-focus onKeyDownCapture={onKeyDownCapture} />
}

/** Given with each change of the options, because Monaco forgets them otherwise. */
const labelsOf = (originalName: string, modifiedName: string) => ({
  originalAriaLabel: originalName,
  modifiedAriaLabel: modifiedName,
})
