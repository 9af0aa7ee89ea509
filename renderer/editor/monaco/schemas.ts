import * as monaco from 'monaco-editor/editor/editor.api.js'
import { jsonDefaults } from 'monaco-editor/languages/features/json/register.js'
import { configureMonacoYaml, type JSONSchema, type MonacoYaml, type MonacoYamlOptions } from 'monaco-yaml'
import { composeFiles, composeSchema } from '../schemas/compose.ts'
import YamlWorker from './yaml.worker.ts?worker'

type ForYaml = Parameters<typeof configureMonacoYaml>[0]

interface WorkerOptions {
  createData?: unknown
  host?: Record<string, (...args: unknown[]) => unknown>
  keepIdleModels?: boolean
}

/** What monaco-yaml calls has another signature since Monaco 0.57: the thread is made by the one who asks for it. */
const createWebWorker = ({ createData, host, keepIdleModels = false }: WorkerOptions) => {
  const worker = new YamlWorker()
  // The first message starts the thread whatever it says, the second is its configuration.
  worker.postMessage('start')
  worker.postMessage(createData)
  return monaco.editor.createWebWorker({ worker: Promise.resolve(worker), host: host ?? {}, keepIdleModels })
}

const compose = {
  uri: 'casebench://schemas/compose.json',
  fileMatch: [...composeFiles],
  schema: composeSchema,
}

export interface Schemas {
  /** Holds a document to a schema of its workspace; null to let it go. */
  put(document: string, own: { uris: readonly string[]; schema: JSONSchema } | null): void
}

/** Sets both language services up; neither ever asks the network for a schema. */
export const configureSchemas = (): Schemas => {
  const own = new Map<string, { uris: readonly string[]; schema: JSONSchema }>()
  const all = () =>
    [...own].flatMap(([document, { uris, schema }]) =>
      uris.map((uri, at) => ({ uri, schema, ...(at === 0 && { fileMatch: [document] }) })),
    )
  const yamlOptions = (): MonacoYamlOptions => ({
    enableSchemaRequest: false,
    schemas: [compose, ...all().map((one) => ({ fileMatch: [], ...one }))],
  })
  const adapted = { ...monaco, editor: { ...monaco.editor, createWebWorker } }
  const yaml: MonacoYaml = configureMonacoYaml(adapted as unknown as ForYaml, yamlOptions())
  const setJson = () =>
    jsonDefaults.setDiagnosticsOptions({
      validate: true,
      allowComments: false,
      enableSchemaRequest: false,
      // A schema of the network is none here, and no fault of the file.
      schemaRequest: 'ignore',
      schemas: all(),
    })
  setJson()
  return {
    put(document, found) {
      if (found) own.set(document, found)
      else if (!own.delete(document)) return
      setJson()
      void yaml.update(yamlOptions())
    },
  }
}
