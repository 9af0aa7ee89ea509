/** One step of the schema. `sql` and the new version are committed together. */
export interface Migration {
  version: number
  name: string
  sql: string
}
