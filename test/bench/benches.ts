import { attach } from './attach.ts'
import type { Bench } from './report.ts'
import { write } from './write.ts'

/** Every bench by the name it is run under. */
export const benches: Readonly<Record<string, Bench>> = { attach, write }
