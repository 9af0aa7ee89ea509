import { defineConfig } from 'vitest/config'

const MINUTE = 60_000

/** The folders of tests that cross a process, each with the time one of its tests may take. */
const crossing = { integration: MINUTE / 2, fuzz: MINUTE, fault: MINUTE }

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
      ...Object.entries(crossing).map(([name, testTimeout]) => ({
        extends: true as const,
        test: { name, include: [`test/${name}/**/*.test.{ts,tsx}`], testTimeout, hookTimeout: testTimeout },
      })),
    ],
  },
})
