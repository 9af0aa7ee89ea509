import type { editor } from 'monaco-editor/editor/editor.api.js'
import type { Services } from '../../../shared/contract/index.ts'
import type { Client } from '../../../shared/wire/client.ts'
import { namedSchema } from './named-schema.ts'

/** A person who types a name is done with it after so long. Milliseconds. */
const rest = 400

interface Place {
  files: Client<Services>['files']
  caseId: string
  path: string
}

/** Holds a document to the schema that it names, as long as it names a file of its workspace that is one. */
export const followOwnSchema = (model: editor.ITextModel, { files, caseId, path }: Place): void => {
  const document = model.uri.toString(true)
  let named = ''
  const look = async () => {
    const { schemas } = await import('../monaco/monaco.ts')
    if (model.isDisposed()) return
    const found = namedSchema({ language: model.getLanguageId(), path }, model.getValue())
    if ((found?.name ?? '') === named) return
    named = found?.name ?? ''
    const schema = found && (await readSchema({ files, caseId, path: found.path }))
    if (model.isDisposed() || named !== (found?.name ?? '')) return
    const at = found && model.uri.with({ path: model.uri.path.replace(path, () => found.path) })
    // One service asks for it by its address, the other by its path, and both by the name where it is a bare one.
    const uris = at ? [at.toString(true), at.path, found.name] : []
    schemas.put(document, schema ? { uris, schema } : null)
  }
  let timer: ReturnType<typeof setTimeout> | undefined
  model.onDidChangeContent(() => {
    clearTimeout(timer)
    timer = setTimeout(() => void look(), rest)
  })
  model.onWillDispose(() => {
    clearTimeout(timer)
    void import('../monaco/monaco.ts').then(({ schemas }) => schemas.put(document, null))
  })
  void look()
}

const readSchema = async ({ files, caseId, path }: Place): Promise<object | null> => {
  try {
    const opened = await files.read({ caseId, path })
    const value: unknown = opened.kind === 'text' ? JSON.parse(opened.text) : null
    return typeof value === 'object' ? value : null
  } catch {
    // There is no such file, or it is no schema: the document is held to none.
    return null
  }
}
