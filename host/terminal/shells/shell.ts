import { basename } from 'node:path'

/** The shells that can be made to mark their commands; others work without blocks. */
export const markingShells = ['bash', 'zsh', 'fish', 'pwsh', 'powershell'] as const
export type MarkingShell = (typeof markingShells)[number]

/** `bash` of `/usr/bin/bash` or `C:\\…\\BASH.EXE`. */
const shellName = (path: string): string =>
  basename(path.replaceAll('\\', '/'))
    .toLowerCase()
    .replace(/\.exe$/, '')

export const marking = (path: string): MarkingShell | null =>
  markingShells.find((name) => name === shellName(path)) ?? null
