import { defineConfig } from 'vitest/config'

const MINUTE = 60_000

const built = ['test/support/built.ts']

/** The folders of tests that cross a process: the time one of their tests may take, and what must be there first. */
const crossing = [
  { name: 'integration', testTimeout: MINUTE / 2, globalSetup: built },
  { name: 'fuzz', testTimeout: MINUTE, globalSetup: [] },
  { name: 'fault', testTimeout: MINUTE, globalSetup: built },
]

export default defineConfig({
  test: {
    environment: 'node',
    passWithNoTests: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            '{shared,host,renderer,electron,build,central}/**/*.test.{ts,tsx}',
            'test/support/**/*.test.ts',
          ],
          testTimeout: MINUTE / 4,
        },
      },
      ...crossing.map(({ name, testTimeout, globalSetup }) => ({
        extends: true as const,
        test: {
          name,
          include: [`test/${name}/**/*.test.{ts,tsx}`],
          testTimeout,
          hookTimeout: testTimeout,
          globalSetup,
        },
      })),
    ],
  },
})
