/** How long a test waits for what must come: for ever, as far as a slow machine goes. Milliseconds. */
export const patience = { timeout: 90_000, interval: 50 } as const
