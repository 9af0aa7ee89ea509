import { useEffect, useState } from 'react'
import { useBench } from '../app/bench.ts'
import { patiently } from '../app/lazy.ts'
import { tabId } from '../app/workbench/layout.ts'
import { useCall } from '../client/use-call.ts'
import { createFileDocument, type FileDocument } from './document.ts'
import { parseFileKey } from './file-key.ts'
import { languageOf } from './languages.ts'
import { followOwnSchema } from './schemas/own-schema.ts'

export const loadMonaco = async () => (await patiently(() => import('./monaco/monaco.ts'))).monaco

export interface OpenFileTab {
  kind: 'file' | 'beside' | 'diff'
  tabKey: string
}

/** The case of a tab of its workspace, by the reference in the tab's key. */
export const useCaseOf = (caseRef: string) => {
  const { client } = useBench()
  return useCall((signal) => client.cases.get({ key: caseRef }, { signal }), [client, caseRef])
}

/** The document of a tab, once its case is known; it lives until the last tab that shows it is closed. */
export const useFile = ({ kind, tabKey }: OpenFileTab, caseId: string | undefined): FileDocument | null => {
  const { client, documents } = useBench()
  const [document, setDocument] = useState<FileDocument | null>(null)
  useEffect(() => {
    if (caseId === undefined) return
    const { path } = parseFileKey(tabKey)
    const make = () => {
      const made = createFileDocument({
        files: client.files,
        caseId,
        path,
        now: Date.now,
        createModel: async (text) => {
          const { Uri, editor } = await loadMonaco()
          const uri = Uri.from({ scheme: 'casebench', path: `/${tabKey}` })
          editor.getModel(uri)?.dispose()
          const model = editor.createModel(text, languageOf(path), uri)
          model.updateOptions({
            bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
          })
          followOwnSchema(model, { files: client.files, caseId, path })
          return model
        },
      })
      void made.load()
      return made
    }
    setDocument(documents.take(tabKey, tabId(kind, tabKey), make))
  }, [client, documents, kind, tabKey, caseId])
  useEffect(() => {
    if (!document) return
    const keep = () => document.flush()
    window.addEventListener('pagehide', keep)
    return () => window.removeEventListener('pagehide', keep)
  }, [document])
  return document
}
