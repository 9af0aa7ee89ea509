import type { Page } from '@playwright/test'
import type { Stage } from './stage.ts'

export interface Scene {
  /** The picture's file, without its ending. */
  name: string
  play(page: Page, stage: Stage): Promise<void>
}
