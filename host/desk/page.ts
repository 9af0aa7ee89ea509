/** A part of a list, as every simple list of the contract asks for it. */
export interface Page {
  search: string
  offset: number
  limit: number
}

/** A LIKE pattern that finds `text` anywhere, with `\` as the escape. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`
