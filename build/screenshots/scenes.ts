import { deskScenes } from './desk-scenes.ts'
import type { Scene } from './scene.ts'
import { stackScenes } from './stack-scenes.ts'
import { teamScenes } from './team-scenes.ts'
import { workplaceScenes } from './workplace-scenes.ts'

/** The tour of the README, in its order; each scene begins where the one before ended. */
export const scenes: readonly Scene[] = [...deskScenes, ...workplaceScenes, ...stackScenes, ...teamScenes]
