import type { languages } from 'monaco-editor/editor/editor.api.js'

export interface Grammar {
  tokens: languages.IMonarchLanguage
  configuration: languages.LanguageConfiguration
}
