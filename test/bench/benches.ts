import { attach } from './attach.ts'
import { importBench } from './import.ts'
import { list } from './list.ts'
import type { Bench } from './report.ts'
import { search } from './search.ts'
import { start } from './start.ts'
import { ui } from './ui.ts'
import { write } from './write.ts'

/** Every bench by the name it is run under. */
export const benches: Readonly<Record<string, Bench>> = {
  attach,
  import: importBench,
  list,
  search,
  start,
  ui,
  write,
}
