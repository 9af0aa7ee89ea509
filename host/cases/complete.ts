import type { Completion } from '../../shared/contract/cases.ts'
import type { Read } from '../database/procedure.ts'

export const complete: Read<{ query: string; cursor: number }, { completions: Completion[] }> = () => ({
  completions: [],
})
