import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDocument } from '../../test/support/xml.ts'
import { junitXml } from './junit.ts'

interface Shape {
  within: readonly string[]
  required: readonly string[]
  optional: readonly string[]
  /** Whether it may hold text beside other elements. */
  text: boolean
}

const message = { required: [], optional: ['type', 'message'], text: true }

/**
 * What the schema of Jenkins' xUnit plugin (junit-10.xsd, named in `junit.ts`) says of the elements that are written
 * here: where they stand and which attributes they have. Their order is free.
 */
const schema: Readonly<Record<string, Shape>> = {
  testsuites: {
    within: [''],
    required: [],
    optional: ['name', 'time', 'tests', 'failures', 'errors'],
    text: false,
  },
  testsuite: {
    within: ['', 'testsuites', 'testsuite'],
    required: ['name', 'tests', 'failures', 'errors'],
    optional: [
      ...['group', 'time', 'skipped', 'timestamp', 'hostname', 'id', 'package', 'file', 'log', 'url'],
    ],
    text: false,
  },
  properties: { within: ['testsuite'], required: [], optional: [], text: false },
  property: { within: ['properties'], required: ['name', 'value'], optional: [], text: false },
  testcase: {
    within: ['testsuite'],
    required: ['name'],
    optional: ['time', 'classname', 'group'],
    text: false,
  },
  failure: { within: ['testcase'], ...message },
  error: { within: ['testcase'], ...message },
  skipped: { within: ['testcase'], ...message },
  'system-out': { within: ['testcase', 'testsuite'], required: [], optional: [], text: true },
  'system-err': { within: ['testcase', 'testsuite'], required: [], optional: [], text: true },
}

/** The times of suites, as the schema writes them. */
const time = /^(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?$/

/** What of a document is not as the schema says. */
const complaints = (xml: string): string[] =>
  parseDocument(xml).elements.flatMap(({ name, parent, attributes, text }) => {
    const shape = schema[name]
    if (!shape) return [`${name} is not known`]
    const { within, required, optional } = shape
    const given = Object.keys(attributes)
    return [
      ...(within.includes(parent) ? [] : [`${name} in ${parent}`]),
      ...required.filter((one) => !given.includes(one)).map((one) => `${name} without ${one}`),
      ...given.filter((one) => ![...required, ...optional].includes(one)).map((one) => `${name} with ${one}`),
      ...(shape.text || text.trim() === '' ? [] : [`${name} with text`]),
      ...(name.startsWith('testsuite') && !time.test(attributes.time ?? '') ? [`time of ${name}`] : []),
    ]
  })

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
  expect(complaints(xml)).toEqual([])
  expect(complaints(xml.replace('errors="0"', 'errors="0" skipped="2"'))).toEqual(['testsuites with skipped'])
})

test('whatever is printed, it is a well-formed document that says the same', () => {
  const hostile = fc.string({ unit: 'binary', maxLength: 80 })
  fc.assert(
    fc.property(hostile, hostile, hostile, (suite, command, output) => {
      const input = { suite, command, startedAt: 0, repeats: [repeat(1)], outputs: [output] }
      const xml = junitXml({ ...input, properties: { [suite]: output } })
      expect(complaints(xml)).toEqual([])
      const { elements } = parseDocument(xml)
      const shown = (text: string) =>
        text.toWellFormed().replace(/(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/gu, '\uFFFD')
      const one = elements.find(({ name }) => name === 'testcase')
      expect(one?.attributes).toMatchObject({ classname: shown(suite), name: shown(command) })
      expect(elements.find(({ name }) => name === 'system-out')?.text ?? '').toBe(shown(output))
      expect(elements.find(({ name }) => name === 'property')?.attributes.value).toBe(shown(output))
    }),
  )
})
