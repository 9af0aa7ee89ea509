import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Tests start hundreds of hosts; with compiled code that is kept, as "npm start" does, each is there in half the time.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url))

const MINUTE = 60_000

const built = ['test/support/built.ts']

/** A busy machine is slow, and slow is not wrong: these only end what hangs. */
const hangs = { testTimeout: 3 * MINUTE, hookTimeout: 3 * MINUTE }

/**
 * The folders of tests that cross a process: what must be there first, and whether one that fails is tried again; the
 * closing lines name it then.
 */
const crossing = [
  // Those of the central service run on a PostgreSQL of their own.
  { name: 'integration', globalSetup: built, retry: 1, beside: ['central/**/*.test.ts'] },
  { name: 'fuzz', globalSetup: [], retry: 0 },
  { name: 'fault', globalSetup: built, retry: 0 },
]

export default defineConfig({
  test: {
    environment: 'node',
    ...hangs,
    passWithNoTests: true,
    // By itself one processor would be left idle.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{shared,host,renderer,electron,build}/**/*.test.{ts,tsx}', 'test/support/**/*.test.ts'],
        },
      },
      ...crossing.map(({ name, globalSetup, retry, beside = [] }) => ({
        extends: true as const,
        test: {
          name,
          include: [`test/${name}/**/*.test.{ts,tsx}`, ...beside],
          globalSetup,
          retry,
        },
      })),
      {
        extends: true,
        test: {
          name: 'engine',
          include: ['test/engine/**/*.test.ts'],
          globalSetup: [...built, 'test/support/engine/set-up.ts'],
          // One engine serves all, and what they measure of it must be their own.
          fileParallelism: false,
          retry: 1,
        },
      },
    ],
  },
})
