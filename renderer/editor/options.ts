import type { editor } from 'monaco-editor/editor/editor.api.js'

/** How every editor of the window looks and acts. */
export const editorOptions: editor.IEditorOptions & editor.IGlobalEditorOptions = {
  automaticLayout: true,
  fontFamily: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontSize: 13,
  fontLigatures: false,
  lineHeight: 20,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  smoothScrolling: false,
  renderWhitespace: 'selection',
  // Its dimmed number is too faint to be read.
  renderFinalNewline: 'on',
  bracketPairColorization: { enabled: false },
  colorDecorators: false,
  // A text from a customer opens nothing.
  links: false,
  fixedOverflowWidgets: true,
  padding: { top: 6, bottom: 6 },
  stickyScroll: { enabled: true, maxLineCount: 3 },
  wordBasedSuggestions: 'currentDocument',
  quickSuggestions: { other: true, comments: false, strings: true },
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  scrollbar: { verticalScrollbarSize: 12, horizontalScrollbarSize: 12 },
}
