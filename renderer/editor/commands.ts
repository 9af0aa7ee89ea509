import type { editor } from 'monaco-editor/editor/editor.api.js'
import { useStore } from 'zustand'
import { useBench } from '../app/bench.ts'
import { useCommands } from '../app/commands/use-commands.ts'
import { attachToCase, type Excerpt } from './attach.ts'
import type { FileDocument } from './document.ts'
import { besideRoute, diffRoute } from './file-key.ts'

export interface EditorCommandsOptions {
  document: FileDocument
  caseRef: string
  active: boolean
  shown: editor.IStandaloneCodeEditor | null
}

const section = 'Editor'

/** Acts on the file in front. */
export const useEditorCommands = ({ document, caseRef, active, shown }: EditorCommandsOptions): void => {
  const bench = useBench()
  const { navigate, confirm, toast } = bench
  const dirty = useStore(document.store, (state) => state.dirty)
  const { path, name } = document
  const act = (id: string) => () => {
    shown?.focus()
    void shown?.getAction(id)?.run()
  }
  const revert = async () => {
    const sure = await confirm({
      title: `Revert ${name}?`,
      text: 'What was changed here since the last save is given up. The file on the disk stays as it is.',
      act: 'Revert',
      danger: true,
    })
    if (sure) await document.reload()
  }
  useCommands(
    [
      { id: 'editor.save', title: 'Save the file', section, shortcut: ['Mod+s'], run: () => document.save() },
      {
        id: 'editor.revert',
        title: 'Revert the file',
        section,
        keywords: 'undo discard',
        enabled: () => dirty,
        run: revert,
      },
      {
        id: 'editor.diff',
        title: "Compare with the customer's state",
        section,
        shortcut: ['Mod+Shift+d'],
        keywords: 'diff changes baseline commit',
        run: () => navigate(diffRoute({ caseRef, path })),
      },
      {
        id: 'editor.beside',
        title: 'Open the file a second time, beside this view',
        section,
        shortcut: ['Mod+Alt+d'],
        keywords: 'split two views same',
        run: () => navigate(besideRoute({ caseRef, path })),
      },
      {
        id: 'editor.goToLine',
        title: 'Go to a line of the file',
        section,
        shortcut: ['Mod+g'],
        run: act('editor.action.gotoLine'),
      },
      {
        id: 'editor.symbol',
        title: 'Go to a symbol of the file',
        section,
        shortcut: ['Mod+Shift+o'],
        run: act('editor.action.quickOutline'),
      },
      {
        id: 'editor.wrap',
        title: 'Wrap long lines, or not',
        section,
        shortcut: ['Alt+z'],
        run: () => {
          const on = shown?.getRawOptions().wordWrap === 'on'
          shown?.updateOptions({ wordWrap: on ? 'off' : 'on' })
        },
      },
      {
        id: 'editor.attach',
        title: `Attach the selection, or the file, to ${caseRef}`,
        section,
        shortcut: ['Mod+Shift+a'],
        keywords: 'evidence excerpt timeline',
        run: () => attachToCase(bench, { caseId: document.caseId, caseRef, path }, shown && excerptOf(shown)),
      },
      {
        id: 'editor.copyPath',
        title: 'Copy the path of the file',
        section,
        run: async () => {
          await navigator.clipboard.writeText(path)
          toast(`${path} copied`)
        },
      },
    ],
    active,
  )
}

/** The lines that are selected, whole; null where nothing is. */
const excerptOf = (shown: editor.IStandaloneCodeEditor): Excerpt | null => {
  const selection = shown.getSelection()
  const model = shown.getModel()
  if (!selection || !model || selection.isEmpty()) return null
  const { startLineNumber: from, endLineNumber, endColumn } = selection
  // A selection that ends before the first letter of a line does not mean that line.
  const to = endColumn === 1 && endLineNumber > from ? endLineNumber - 1 : endLineNumber
  const text = model.getValueInRange({
    startLineNumber: from,
    startColumn: 1,
    endLineNumber: to,
    endColumn: model.getLineMaxColumn(to),
  })
  return text === '' ? null : { from, to, text }
}
