import type { Component } from '../../shared/domain/entities.ts'
import { parseComponent } from '../case/facts/purl.ts'

export interface Faults {
  name?: string
  version?: string
  purl?: string
}

/** The fields that differ, as the host takes them, or what is wrong with one of them. */
export const wantedOf = (
  before: Component,
  typed: Component,
): { set: Partial<Component> } | { faults: Faults } => {
  const name = typed.name.trim()
  const purl = typed.kind === 'package' ? typed.purl.trim() : ''
  if (name === '') return { faults: { name: 'Give a name.' } }
  const parsed = purl === '' ? null : parseComponent(purl.startsWith('pkg:') ? purl : `pkg:${purl}`)
  if (parsed && 'fault' in parsed) return { faults: { purl: parsed.fault } }
  if (parsed?.component.version)
    return { faults: { purl: 'Leave the version out: this is for all versions.' } }
  const next: Component = { kind: typed.kind, name, version: typed.version.trim(), purl }
  const keys = Object.keys(next) as (keyof Component)[]
  const set = Object.fromEntries(
    keys.filter((key) => next[key] !== before[key]).map((key) => [key, next[key]]),
  )
  return { set }
}
