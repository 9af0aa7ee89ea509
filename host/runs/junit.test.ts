import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDocument } from '../../test/support/xml.ts'
import { junitXml } from './junit.ts'

const repeat = (exitCode: number | null, timedOut = false) => ({ exitCode, durationMs: 1500, timedOut })

test('an execution that shows the problem fails, one that cannot tell is skipped', () => {
  const xml = junitXml({
    suite: 'CB-1042',
    command: './repro.sh',
    startedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
    repeats: [repeat(0), repeat(3), repeat(125), repeat(null, true)],
    outputs: ['fine', 'HTTP 502'],
    properties: { web: 'tomcat:10.1.28 10.1.28' },
  })
  expect(xml).toContain(
    '<testsuite name="CB-1042" tests="4" failures="1" errors="0" skipped="2" time="6.000" timestamp="2026-01-02T03:04:05">',
  )
  expect(xml).toContain('<property name="web" value="tomcat:10.1.28 10.1.28"/>')
  expect(xml).toContain('<testcase classname="CB-1042" name="./repro.sh (2 of 4)" time="1.500">')
  expect(xml).toContain('<failure type="reproduced" message="The problem showed: exit code 3."/>')
  expect(xml).toContain('<skipped message="It could not be told: exit code 125."/>')
  expect(xml).toContain('it took too long and was stopped')
  expect(xml).toContain('<system-out>HTTP 502</system-out>')
})

test('whatever is printed, it is a well-formed document that says the same', () => {
  const hostile = fc.string({ unit: 'binary', maxLength: 80 })
  fc.assert(
    fc.property(hostile, hostile, hostile, (suite, command, output) => {
      const input = { suite, command, startedAt: 0, repeats: [repeat(1)], outputs: [output] }
      const { elements } = parseDocument(junitXml({ ...input, properties: { [suite]: output } }))
      const shown = (text: string) =>
        text.toWellFormed().replace(/(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/gu, '\uFFFD')
      const one = elements.find(({ name }) => name === 'testcase')
      expect(one?.attributes).toMatchObject({ classname: shown(suite), name: shown(command) })
      expect(elements.find(({ name }) => name === 'system-out')?.text ?? '').toBe(shown(output))
      expect(elements.find(({ name }) => name === 'property')?.attributes.value).toBe(shown(output))
    }),
  )
})
