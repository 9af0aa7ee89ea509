import { createHash } from 'node:crypto'

/**
 * What a Compose file may do beyond its own containers. `refused` keeps the environment from starting until a person
 * allows it; a `warning` is told and does not.
 */
export const dangerKinds = [
  'host-mount',
  'engine-socket',
  'git-folder',
  'check-script',
  'nested-mount',
  'outside-file',
  'unknown-variable',
  'privileged',
  'capability',
  'device',
  'host-namespace',
  'security-option',
  'other-container',
  'runtime',
  'remote-build',
  'build-right',
  'image-tag',
  'remote-include',
  'external-resource',
  'named-resource',
  'driver',
  'public-subnet',
  'logging',
  'label',
  'local-process',
  'host-program',
  'engine-variable',
  'many-containers',
  'unknown-key',
  'duplicate-key',
  'unreadable',
  'public-port',
  'restart',
  'host-variable',
  'host-gateway',
  'container-name',
  'resources',
  'subnet',
] as const
export type DangerKind = (typeof dangerKinds)[number]

const warnings: ReadonlySet<DangerKind> = new Set([
  'public-port',
  'restart',
  'host-variable',
  'host-gateway',
  'container-name',
  'resources',
  'subnet',
])

export interface Danger {
  /** The same as long as service, kind and value are, wherever it stands; by it a person allows this one. */
  id: string
  kind: DangerKind
  level: 'refused' | 'warning'
  /** Empty where it is of no single service. */
  service: string
  /** What exactly: the path, the capability, the address. */
  value: string
  /** What it would do, as a sentence. */
  sentence: string
  /** The file as a path of the workspace, and the line, from 1. */
  file: string
  line: number
}

const idOf = (service: string, kind: DangerKind, value: string): string =>
  createHash('sha256')
    .update(JSON.stringify([service, kind, value]))
    .digest('hex')
    .slice(0, 16)

/** Makes a danger out of what was found and where. */
export const danger = (found: Omit<Danger, 'id' | 'level'>): Danger => ({
  ...found,
  id: idOf(found.service, found.kind, found.value),
  level: warnings.has(found.kind) ? 'warning' : 'refused',
})
