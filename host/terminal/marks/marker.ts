import type { Block } from './blocks.ts'

/** What a recording calls the place where a command begins. */
export const markerOf = ({ command, startedAt }: Pick<Block, 'command' | 'startedAt'>): string =>
  command.slice(0, 1000) || `Command ${startedAt}`
