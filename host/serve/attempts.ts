/** Failed sign-ins of one address within the time below; a person mistypes nothing here, links are pasted. */
const failuresAtMost = 10
const windowMs = 60_000

/** Addresses remembered; beyond them the oldest is forgotten. */
const addressesAtMost = 1_000

export interface Attempts {
  /** Milliseconds until this address may try again; 0 when it may now. */
  waitOf(address: string): number
  failed(address: string): void
}

/** Counts failed sign-ins by address. `now` is in milliseconds. */
export const attempts = (now: () => number): Attempts => {
  const failures = new Map<string, { count: number; since: number }>()
  const current = (address: string) => {
    const found = failures.get(address)
    return found && now() - found.since < windowMs ? found : undefined
  }
  return {
    waitOf(address) {
      const found = current(address)
      return found && found.count >= failuresAtMost ? found.since + windowMs - now() : 0
    },
    failed(address) {
      const { count, since } = current(address) ?? { count: 0, since: now() }
      failures.delete(address)
      failures.set(address, { count: count + 1, since })
      const [oldest] = failures.keys()
      if (failures.size > addressesAtMost && oldest !== undefined) failures.delete(oldest)
    },
  }
}
