import type { editor } from 'monaco-editor/editor/editor.api.js'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { FileDocument } from '../document.ts'
import styles from '../editor.module.css'
import { languageOf } from '../languages.ts'
import { editorOptions } from '../options.ts'
import { useOwnShortcuts } from '../own-shortcuts.ts'
import { loadMonaco } from '../use-file.ts'

export interface DiffViewProps {
  document: FileDocument
  /** The side that is not changed. */
  original: string
  inline: boolean
  onShown: (shown: editor.IStandaloneDiffEditor | null) => void
}

/** Two texts side by side; the right one is the file itself and may be edited. */
export const DiffView = ({ document, original, inline, onShown }: DiffViewProps) => {
  const place = useRef<HTMLDivElement>(null)
  const [made, setMade] = useState<editor.IStandaloneDiffEditor | null>(null)
  const face = useStore(document.store, (state) => state.face)
  const model = face.is === 'text' ? face.model : null
  const readOnly = face.is === 'text' && face.readOnly
  const onKeyDownCapture = useOwnShortcuts()
  const tell = useEffectEvent(onShown)

  useEffect(() => {
    const element = place.current
    if (!element || !model) return
    let shown: editor.IStandaloneDiffEditor | undefined
    let before: editor.ITextModel | undefined
    let gone = false
    // Closing its last tab ends the text before this view is taken down, and Monaco wants to be told first.
    const ending = model.onWillDispose(() => shown?.setModel(null))
    void loadMonaco().then((monaco) => {
      if (gone || model.isDisposed()) return
      before = monaco.editor.createModel(original, languageOf(document.path))
      shown = monaco.editor.createDiffEditor(element, {
        ...editorOptions,
        originalEditable: false,
        renderOverviewRuler: true,
        renderLineHighlight: 'gutter',
        ignoreTrimWhitespace: false,
        renderSideBySideInlineBreakpoint: 520,
        ...labelsOf(document),
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
  }, [document, model, original])

  useEffect(
    () => made?.updateOptions({ renderSideBySide: !inline, readOnly, ...labelsOf(document) }),
    [made, inline, readOnly, document],
  )
  return <div ref={place} className={styles.editor} data-pane-focus onKeyDownCapture={onKeyDownCapture} />
}

/** Given with each change of the options, because Monaco forgets them otherwise. */
const labelsOf = ({ path }: FileDocument) => ({
  modifiedAriaLabel: `${path}, as it is now`,
  originalAriaLabel: `${path}, as it was`,
})
