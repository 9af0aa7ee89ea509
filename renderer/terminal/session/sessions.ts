import type { Session } from './session.ts'

/** Terminals that keep their screens in memory; an older one is drawn again by the host when it is looked at. */
const mostKept = 12

export interface Sessions {
  get(id: string): Session
  /** The one of this terminal if its screen is in memory. */
  find(id: string): Session | undefined
  all(): readonly Session[]
  drop(id: string): void
  dispose(): void
}

export const createSessions = (create: (id: string) => Session): Sessions => {
  /** Looked at last comes last. */
  const kept = new Map<string, Session>()
  const drop = (id: string) => {
    kept.get(id)?.dispose()
    kept.delete(id)
  }
  const prune = () => {
    const hidden = [...kept.values()].filter(({ term }) => !term.element?.isConnected)
    for (const { id } of hidden.slice(0, Math.max(0, kept.size - mostKept))) drop(id)
  }
  return {
    get(id) {
      const session = kept.get(id) ?? create(id)
      kept.delete(id)
      kept.set(id, session)
      prune()
      return session
    },
    find: (id) => kept.get(id),
    all: () => [...kept.values()],
    drop,
    dispose() {
      for (const id of [...kept.keys()]) drop(id)
    },
  }
}
