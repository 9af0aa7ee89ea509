export interface QuickQuery {
  query: string
  /** Digits, empty where none was given. */
  line: string
  column: string
}

/** What was typed to open a file: a part of its name, and `:line` or `:line:column` after it. */
export const parseQuick = (text: string): QuickQuery => {
  const [, query = '', line = '', column = ''] = /^(.*?)(?::(\d{0,9}))?(?::(\d{0,9}))?$/s.exec(text) ?? []
  return { query: query.trim(), line, column }
}
