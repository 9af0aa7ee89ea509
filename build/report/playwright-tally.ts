import { relative } from 'node:path'
import type { FullConfig, Reporter, Suite, TestCase } from '@playwright/test/reporter'
import { fail, noReason, type Tally, writeTally } from './tally.ts'

/** Tells `npm test` what Playwright counted, with the reason of each skipped test. */
export default class PlaywrightTally implements Reporter {
  #suite: Suite | undefined
  #root = ''
  #errors = 0

  printsToStdio(): boolean {
    return false
  }

  onBegin(config: FullConfig, suite: Suite): void {
    this.#suite = suite
    this.#root = config.rootDir
  }

  onError(): void {
    this.#errors += 1
  }

  onEnd(): void {
    const tally: Tally = { passed: 0, failed: this.#errors, failures: [], flaky: [], skipped: [] }
    for (const test of this.#suite?.allTests() ?? []) this.#count(test, tally)
    writeTally(tally)
  }

  #count(test: TestCase, tally: Tally): void {
    const skip = test.annotations.findLast(({ type }) => type === 'skip' || type === 'fixme')
    const outcome = test.outcome()
    if (outcome === 'flaky') tally.flaky.push(this.#nameOf(test))
    if (outcome === 'expected' || outcome === 'flaky') tally.passed += 1
    else if (outcome !== 'skipped' || (!skip && test.results.length === 0))
      fail(tally, this.#nameOf(test), test.results.at(-1)?.error?.message ?? 'cut short')
    else tally.skipped.push({ name: this.#nameOf(test), reason: skip?.description ?? noReason })
  }

  #nameOf(test: TestCase): string {
    const project = test.parent.project()?.name ?? ''
    const [, , , ...titles] = test.titlePath()
    return `${project} ${relative(this.#root, test.location.file)} ${titles.join(' > ')}`
  }
}
