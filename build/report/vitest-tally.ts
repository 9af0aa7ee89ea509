import type { Reporter, TestCase, TestModule } from 'vitest/node'
import { fail, noReason, type Tally, writeTally } from './tally.ts'

const nameOf = (test: TestCase): string => `${test.module.relativeModuleId} ${test.fullName}`

/** Tells `npm test` what Vitest counted, with the reason of each skipped test. */
export default class VitestTally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const tally: Tally = { passed: 0, failed: unhandled.length, failures: [], flaky: [], skipped: [] }
    for (const module of modules) {
      for (const { message } of module.errors()) fail(tally, module.relativeModuleId, message)
      for (const test of module.children.allTests()) {
        const result = test.result()
        if (test.diagnostic()?.flaky) tally.flaky.push(nameOf(test))
        if (result.state === 'passed') tally.passed += 1
        else if (result.state === 'skipped')
          tally.skipped.push({ name: nameOf(test), reason: result.note ?? noReason })
        // A test that is still pending when the run ends was cut short.
        else fail(tally, nameOf(test), result.errors?.[0]?.message ?? 'cut short')
      }
    }
    writeTally(tally)
  }
}
