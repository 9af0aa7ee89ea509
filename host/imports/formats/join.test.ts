import { describe, expect, it } from 'vitest'
import { importSource } from '../../../test/support/import-source.ts'
import { isObject } from '../json/unit.ts'
import { jsonUnits } from '../json/units.ts'
import { Original } from '../mapping/original.ts'
import type { Parsed } from '../record.ts'
import { joined, type ValueUnit } from './join.ts'
import { noWrappers } from './reader.ts'

const fields = ({ value }: ValueUnit) => (isObject(value) ? value : {})

const run = async (text: string, budget: number) => {
  let reads = 0
  const units = () => {
    reads++
    return jsonUnits(importSource(text), { wrappers: noWrappers })
  }
  const join = joined<string>(
    {
      units,
      survey: () => undefined,
      children: (unit) => {
        const { of, body } = fields(unit)
        return of === undefined ? [] : [{ parent: String(of), value: String(body), weight: 50 }]
      },
      recordId: (unit) => (fields(unit).id === undefined ? undefined : String(fields(unit).id)),
      draft: (unit, children) => {
        const externalId = fields(unit).id
        return {
          system: 't',
          externalId,
          title: 't',
          description: children.join(','),
          original: new Original(),
        }
      },
      other: (unit) => (fields(unit).of === undefined ? 'Nothing known.' : undefined),
      orphaned: (id, count) => `${count} of ${id}`,
    },
    budget,
  )
  const out: Parsed[] = []
  for await (const batch of join) out.push(...batch)
  return { out, reads }
}

describe('records and what stands apart from them', () => {
  const lines = [
    '{"of":1,"body":"a"}',
    '{"id":1}',
    '{"id":2}',
    '{"x":0}',
    '{"of":2,"body":"b"}',
    '{"of":1,"body":"c"}',
    '{"of":9,"body":"d"}',
    'junk',
    '{"id":3}',
  ]

  it.each([
    [1_000_000, 2],
    [200, 7],
  ])('are joined with room for %d in %d readings', async (budget, wanted) => {
    const { out, reads } = await run(lines.join('\n'), budget)
    const records = out.flatMap((one) =>
      one.type === 'record' ? [`${one.record.externalId}:${one.record.description}`] : [],
    )
    expect(records.toSorted()).toEqual(['1:a,c', '2:b', '3:'])
    const skips = out.flatMap((one) => (one.type === 'skip' ? [`${one.line} ${one.reason}`] : []))
    expect(skips.toSorted()).toEqual(['4 Nothing known.', '7 1 of 9', '8 This is not a JSON object.'])
    expect(reads).toBe(wanted)
  })
})
