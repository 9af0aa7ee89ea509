import { type Danger, type DangerKind, danger } from './danger.ts'
import type { Part } from './document.ts'
import { interpolate } from './interpolate.ts'
import { leadOf } from './paths.ts'

/** A file or folder of the workspace that a container gets. */
export interface Bind {
  service: string
  /** As a path of the workspace. */
  path: string
  readOnly: boolean
  file: string
  line: number
}

/** Where a value stands, and what it is read with. */
export interface Context {
  /** Empty outside of services. */
  service: string
  /** The file, as a path of the workspace. */
  file: string
  /** The workspace; more where a copy of it with links back is looked at. */
  roots: readonly string[]
  /** The folders that a relative path may be meant from; Compose's versions differ. */
  from: readonly string[]
  variables: Readonly<Record<string, string>>
  /** The project's name, where what Compose made of the files is looked at; else empty. */
  project: string
  found: Danger[]
  binds: Bind[]
}

/** More than a person would ever read; a file that has them is made to keep us busy. */
const foundAtMost = 1000

/** Thrown where a file is given up. */
export class TooMany extends Error {}

export const report = (
  context: Context,
  kind: DangerKind,
  at: { value: string; sentence: string; line: number },
): void => {
  if (context.found.length >= foundAtMost) throw new TooMany()
  context.found.push(danger({ kind, service: context.service, file: context.file, ...at }))
}

/** The text of a value with its variables in; one that has no value is told, since anything may come to stand there. */
export const textOf = (context: Context, part: Part): string => {
  if (part.kind !== 'scalar') return ''
  const { text, missing } = interpolate(part.text, context.variables)
  for (const name of new Set(missing))
    report(context, 'unknown-variable', {
      value: `${name} in ${part.text}`,
      sentence: `What stands here hangs on the variable ${name}, which has no value in .env.`,
      line: part.line,
    })
  return text
}

/** Whether a value is not plainly off; what is not understood counts as on. */
export const isOn = (context: Context, part: Part): boolean => {
  if (part.kind !== 'scalar') return true
  return !['', 'false', 'no', 'off', 'n', '0', 'null', '~', 'f'].includes(
    interpolate(part.text, context.variables).text.trim().toLowerCase(),
  )
}

/** Keeps a mount of the workspace, to be held against the others. */
export const keepBind = (
  { service, file, binds }: Context,
  { path, readOnly, line }: { path: string; readOnly: boolean; line: number },
): void => {
  if (binds.length >= foundAtMost) throw new TooMany()
  binds.push({ service, path, readOnly, file, line })
}

/** A file or folder of this machine that Compose reads: refused where it is outside of the workspace. */
export const checkFile = (context: Context, path: string, at: { what: string; line: number }): void => {
  for (const from of context.from) {
    const led = leadOf(path, from, context.roots)
    if (led.inside) {
      // Compose mounts them; what else it reads, it reads before anything runs.
      if (at.what === 'secret' || at.what === 'config')
        keepBind(context, { path: led.shown, readOnly: true, ...at })
      continue
    }
    report(context, 'outside-file', {
      value: `${at.what} ${led.path}`,
      sentence: `It reads ${path} (${at.what}), which is outside of the workspace.`,
      line: at.line,
    })
    return
  }
}
