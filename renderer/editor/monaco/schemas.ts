import * as monaco from 'monaco-editor/editor/editor.api.js'
import { jsonDefaults } from 'monaco-editor/languages/features/json/register.js'
import { configureMonacoYaml, type MonacoYamlOptions } from 'monaco-yaml'
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

export const configureYaml = (): void => {
  const options: MonacoYamlOptions = {
    enableSchemaRequest: false,
    schemas: [
      { uri: 'casebench://schemas/compose.json', fileMatch: [...composeFiles], schema: composeSchema },
    ],
  }
  const adapted = { ...monaco, editor: { ...monaco.editor, createWebWorker } }
  configureMonacoYaml(adapted as unknown as ForYaml, options)
}

export const configureJson = (): void => {
  jsonDefaults.setDiagnosticsOptions({
    validate: true,
    allowComments: false,
    enableSchemaRequest: false,
    schemas: [],
  })
}
