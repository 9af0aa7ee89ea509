import type { editor } from 'monaco-editor/editor/editor.api.js'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { TextForm } from '../../shared/contract/files.ts'
import { Menu, type MenuItem } from '../ui/menu.tsx'
import type { FileDocument } from './document.ts'
import styles from './editor.module.css'
import { EncodingPicker } from './encoding-picker.tsx'
import { languageNames } from './languages.ts'

const endingNames: Record<TextForm['lineEnding'], string> = {
  '\n': 'LF',
  '\r\n': 'CRLF',
  '\r': 'CR',
  mixed: 'Mixed line endings',
}

export interface StatusLineProps {
  document: FileDocument
  shown: editor.IStandaloneCodeEditor | null
}

/** Where the cursor is and how the file lies on the disk, each changeable where it stands. */
export const StatusLine = ({ document, shown }: StatusLineProps) => {
  const { form, saving, dirty, face } = useStore(document.store)
  const position = usePosition(shown)
  const [picking, setPicking] = useState<'reopen' | 'save' | null>(null)
  if (!form || face.is !== 'text') return null
  const language = languageNames[face.model.getLanguageId()] ?? face.model.getLanguageId()
  const encodings: MenuItem[] = [
    { label: 'Reopen with another encoding', run: () => setPicking('reopen') },
    { label: 'Save with another encoding', disabled: face.readOnly, run: () => setPicking('save') },
  ]
  const endings = (['\n', '\r\n'] as const).map(
    (ending): MenuItem => ({
      label: endingNames[ending],
      checked: form.lineEnding === ending,
      disabled: face.readOnly,
      run: () => document.setForm({ lineEnding: ending }),
    }),
  )
  const encoding = `${form.encoding.toUpperCase()}${form.bom ? ' with mark' : ''}`
  return (
    <footer className={styles.status}>
      <span className={styles.path}>{document.path}</span>
      <span>{saving ? 'Saving' : dirty ? 'Not saved' : ''}</span>
      <span className={styles.space} />
      <span>{position}</span>
      <Menu
        align="end"
        items={encodings}
        trigger={
          <button type="button" className={styles.fact} aria-label={`Encoding: ${encoding}`}>
            {encoding}
          </button>
        }
      />
      <Menu
        align="end"
        items={endings}
        trigger={
          <button
            type="button"
            className={styles.fact}
            aria-label={`Line ending: ${endingNames[form.lineEnding]}`}
          >
            {endingNames[form.lineEnding]}
          </button>
        }
      />
      <span>{language}</span>
      {picking && <EncodingPicker document={document} picking={picking} onClose={() => setPicking(null)} />}
    </footer>
  )
}

const usePosition = (shown: editor.IStandaloneCodeEditor | null): string => {
  const [text, setText] = useState('')
  useEffect(() => {
    if (!shown) return
    const tell = () => {
      const at = shown.getPosition()
      const selection = shown.getSelection()
      const model = shown.getModel()
      if (!at || !selection || !model) return
      const chosen = selection.isEmpty() ? 0 : model.getValueLengthInRange(selection)
      setText(`Line ${at.lineNumber}, column ${at.column}${chosen > 0 ? ` (${chosen} selected)` : ''}`)
    }
    tell()
    const stop = shown.onDidChangeCursorSelection(tell)
    return () => stop.dispose()
  }, [shown])
  return text
}
