import 'monaco-editor/features/register.all.js'
import 'monaco-editor/languages/definitions/css/register.js'
import 'monaco-editor/languages/definitions/dockerfile/register.js'
import 'monaco-editor/languages/definitions/html/register.js'
import 'monaco-editor/languages/definitions/ini/register.js'
import 'monaco-editor/languages/definitions/java/register.js'
import 'monaco-editor/languages/definitions/javascript/register.js'
import 'monaco-editor/languages/definitions/markdown/register.js'
import 'monaco-editor/languages/definitions/python/register.js'
import 'monaco-editor/languages/definitions/shell/register.js'
import 'monaco-editor/languages/definitions/sql/register.js'
import 'monaco-editor/languages/definitions/xml/register.js'
import 'monaco-editor/languages/definitions/yaml/register.js'
import * as monaco from 'monaco-editor/editor/editor.api.js'
import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker'
import JsonWorker from 'monaco-editor/language/json/json.worker.js?worker'
import { conf, confId } from '../grammars/conf.ts'
import { log, logId } from '../grammars/log.ts'
import { configureSchemas } from './schemas.ts'
import { followTheme } from './theme.ts'

// Where Monaco looks for its threads; all of them come from the bench's own files.
self.MonacoEnvironment = {
  getWorker: (_id: string, label: string) => (label === 'json' ? new JsonWorker() : new EditorWorker()),
}

for (const [id, grammar] of [
  [confId, conf],
  [logId, log],
] as const) {
  monaco.languages.register({ id })
  monaco.languages.setMonarchTokensProvider(id, grammar.tokens)
  monaco.languages.setLanguageConfiguration(id, grammar.configuration)
}
// The window has a palette of its own.
monaco.editor.addKeybindingRules([{ keybinding: monaco.KeyCode.F1, command: null }])
export const schemas = configureSchemas()
followTheme(document.documentElement)

export { monaco }
