import type { RunRepeat } from '../../shared/domain/stack/run.ts'
import { durationOf } from '../../shared/domain/stack/run.ts'
import { verdictOf } from '../../shared/domain/stack/verdict.ts'

export interface JUnitRun {
  /** The case's reference. */
  suite: string
  command: string
  startedAt: number
  repeats: readonly RunRepeat[]
  /** What each execution printed, as far as it is shown; in the order of the executions. */
  outputs: readonly string[]
  properties: Readonly<Record<string, string>>
}

/** Characters of what one execution printed. */
const outputAtMost = 64 * 1024

/**
 * A run as JUnit XML, the format of Ant's JUnit task that Jenkins reads: `testsuite`, `testcase`, `failure`, `skipped`,
 * times in seconds (https://github.com/jenkinsci/xunit-plugin, src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd;
 * https://github.com/windyroad/JUnit-Schema). An execution that shows the problem is a failure, one that cannot tell is skipped.
 */
export const junitXml = ({ suite, command, startedAt, repeats, outputs, properties }: JUnitRun): string => {
  const count = (verdict: string) => repeats.filter(({ exitCode }) => verdictOf(exitCode) === verdict).length
  // The schema knows no `skipped` of all suites together.
  const counts = `tests="${repeats.length}" failures="${count('reproduced')}" errors="0"`
  const when = new Date(startedAt).toISOString().slice(0, 19)
  const named = `name="${escaped(suite)}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts} time="${seconds(durationOf(repeats))}">`,
    `  <testsuite ${named} ${counts} skipped="${count('inconclusive')}" time="${seconds(durationOf(repeats))}" timestamp="${when}">`,
    ...propertiesOf(properties),
    ...repeats.flatMap((repeat, at) =>
      testCase(repeat, {
        name: repeats.length === 1 ? command : `${command} (${at + 1} of ${repeats.length})`,
        suite,
        output: outputs[at] ?? '',
      }),
    ),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

const propertiesOf = (properties: JUnitRun['properties']): string[] => {
  const all = Object.entries(properties)
  if (all.length === 0) return []
  return [
    '    <properties>',
    ...all.map(([name, value]) => `      <property name="${escaped(name)}" value="${escaped(value)}"/>`),
    '    </properties>',
  ]
}

const testCase = (
  repeat: RunRepeat,
  { name, suite, output }: { name: string; suite: string; output: string },
): string[] => {
  const open = `    <testcase classname="${escaped(suite)}" name="${escaped(name)}" time="${seconds(repeat.durationMs)}">`
  return [
    open,
    ...verdictElement(repeat),
    ...(output === '' ? [] : [`      <system-out>${escaped(output.slice(-outputAtMost))}</system-out>`]),
    '    </testcase>',
  ]
}

const verdictElement = ({ exitCode, timedOut }: RunRepeat): string[] => {
  const verdict = verdictOf(exitCode)
  if (verdict === 'not-reproduced') return []
  if (verdict === 'reproduced')
    return [`      <failure type="reproduced" message="The problem showed: exit code ${exitCode}."/>`]
  const why = timedOut
    ? 'it took too long and was stopped'
    : exitCode === null
      ? 'it was ended by a signal'
      : `exit code ${exitCode}`
  return [`      <skipped message="It could not be told: ${why}."/>`]
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3)

/**
 * Text for an element or an attribute. What no XML 1.0 document may hold, even escaped (https://www.w3.org/TR/xml/#charsets),
 * is shown as U+FFFD; line breaks and tabs are written so that attributes keep them.
 */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(forbidden, '\uFFFD')
    .replace(/[&<>"'\t\n\r]/g, (one) => entities[one] ?? `&#${one.charCodeAt(0)};`)

/** C0 controls but tab and line breaks, DEL and C1 (allowed, yet no text), and the two non-characters. */
const forbidden = /(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/gu

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}
