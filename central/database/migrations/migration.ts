/** One numbered step of the schema. A step that has landed is frozen: a change is a new step. */
export interface Migration {
  readonly version: number
  readonly name: string
  readonly sql: string
}
