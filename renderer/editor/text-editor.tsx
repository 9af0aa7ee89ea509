import type { editor } from 'monaco-editor/editor/editor.api.js'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useBench } from '../app/bench.ts'
import { useRoute } from '../app/router.ts'
import { Bars } from './bars.tsx'
import { useEditorCommands } from './commands.ts'
import { markConflicts } from './conflicts.ts'
import type { FileDocument } from './document.ts'
import styles from './editor.module.css'
import { fileRoute, parseFileKey } from './file-key.ts'
import { editorOptions } from './options.ts'
import { useOwnShortcuts } from './own-shortcuts.ts'
import { StatusLine } from './status-line.tsx'
import { loadMonaco } from './use-file.ts'

export interface TextEditorProps {
  /** Which view of the text it is; each goes its own way through it. */
  kind: 'file' | 'beside'
  document: FileDocument
  caseRef: string
  active: boolean
}

/** The editor of one text. */
export const TextEditor = ({ kind, document, caseRef, active }: TextEditorProps) => {
  const place = useRef<HTMLDivElement>(null)
  const [shown, setShown] = useState<editor.IStandaloneCodeEditor | null>(null)
  const face = useStore(document.store, (state) => state.face)
  const readOnly = face.is === 'text' && face.readOnly
  const model = face.is === 'text' ? face.model : null
  const onKeyDownCapture = useOwnShortcuts()

  useEffect(() => {
    const element = place.current
    if (!element || !model) return
    let made: editor.IStandaloneCodeEditor | undefined
    let gone = false
    void loadMonaco().then((monaco) => {
      if (gone || model.isDisposed()) return
      made = monaco.editor.create(element, { ...editorOptions, model, ariaLabel: document.path })
      made.restoreViewState(document.views.get(kind) ?? null)
      markConflicts(made)
      setShown(made)
    })
    return () => {
      gone = true
      setShown(null)
      if (!made) return
      document.views.set(kind, made.saveViewState())
      made.dispose()
    }
  }, [document, model, kind])

  useEffect(
    () => shown?.updateOptions({ readOnly, readOnlyMessage: { value: readOnlyText } }),
    [shown, readOnly],
  )
  // A second view stays where it is when a line of the file is asked for.
  useJump(kind === 'file' ? shown : null, document, caseRef)
  useFocus(shown, active)
  useEditorCommands({ document, caseRef, active, shown })
  return (
    <>
      <Bars document={document} shown={shown} />
      <div ref={place} className={styles.editor} data-pane-focus onKeyDownCapture={onKeyDownCapture} />
      <StatusLine document={document} shown={shown} />
    </>
  )
}

const readOnlyText = 'This file is read-only.'

/** Goes to the line that the address names, once. */
const useJump = (shown: editor.IStandaloneCodeEditor | null, { path }: FileDocument, caseRef: string) => {
  const { navigate } = useBench()
  const route = useRoute()
  const jump = useEffectEvent(() => {
    const [kind, ...parts] = route.path
    const key = parseFileKey(parts.join('/'))
    const { line, column = '1' } = route.query
    if (!shown || kind !== 'file' || key.caseRef !== caseRef || key.path !== path || !line) return
    const lineNumber = Math.max(
      1,
      Math.min(Number.parseInt(line, 10) || 1, shown.getModel()?.getLineCount() ?? 1),
    )
    shown.setPosition({ lineNumber, column: Number.parseInt(column, 10) || 1 })
    shown.revealLineInCenter(lineNumber)
    shown.focus()
    navigate(fileRoute(key), {}, { replace: true, from: route })
  })
  useEffect(() => {
    if (shown && route) jump()
  }, [shown, route])
}

/** Takes the focus when the tab comes to the front and nothing else has it. */
const useFocus = (shown: editor.IStandaloneCodeEditor | null, active: boolean) => {
  useEffect(() => {
    if (!shown || !active) return
    const frame = requestAnimationFrame(() => {
      const { activeElement, body } = document
      const pane = shown.getContainerDomNode().closest('[data-pane]')
      if (!activeElement || activeElement === body || pane === activeElement) shown.focus()
    })
    return () => cancelAnimationFrame(frame)
  }, [shown, active])
}
