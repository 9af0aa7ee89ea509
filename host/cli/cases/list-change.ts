import type { Component } from '../../../shared/domain/entities.ts'
import { componentKey } from '../../../shared/sync/component-key.ts'
import type { ListChange } from './assignments.ts'

interface Likeness<T> {
  key(item: T): string
  /** Whether an item of the list is what a removal names. */
  named(item: T, removal: T): boolean
}

/** What to add to and remove from a list so that it becomes what was asked for. */
const difference = <T>(before: readonly T[], change: ListChange<T>, { key, named }: Likeness<T>) => {
  const had = new Set(before.map(key))
  const wanted = 'replace' in change ? change.replace : change.add
  const kept = new Set(wanted.map(key))
  return {
    add: wanted.filter((item) => !had.has(key(item))),
    remove: before.filter((item) =>
      'replace' in change ? !kept.has(key(item)) : change.remove.some((removal) => named(item, removal)),
    ),
  }
}

export const tagsToChange = (before: readonly string[], change: ListChange<string>) =>
  difference(before, change, { key: (tag) => tag, named: (tag, removal) => tag === removal })

/** As for tags; a component named without its version stands for every version of it. */
export const componentsToChange = (before: readonly Component[], change: ListChange<Component>) =>
  difference(before, change, {
    key: componentKey,
    named: (item, removal) =>
      item.name.toLowerCase() === removal.name.toLowerCase() &&
      (removal.version === '' || item.version === removal.version),
  })
