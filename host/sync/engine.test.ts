import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { directDatabase } from '../../test/support/direct-database.ts'
import type { Write } from '../database/procedure.ts'
import { openEngine } from './engine.ts'
import { putConnection } from './state.ts'

const join: Write<object, object> = ({ db }) => {
  const id = v7()
  putConnection(db, {
    ...{ url: 'http://127.0.0.1:1', organisation: 'Field', accountId: id, deviceId: id },
    ...{ epoch: 'one', grants: null, acked: 0, complete: true, syncedAt: null, paused: false },
  })
  return {}
}

test('a restored service is told as long as everything goes again, and then no more', async () => {
  using direct = directDatabase()
  await direct.database.write(join, {})
  const answers = [
    '{"epoch":"two","at":1,"restored":true}\n{"more":false}\n',
    '{"epoch":"two","at":1}\n{"more":false}\n',
  ]
  const told: (string | undefined)[] = []
  let pushes = 0
  const engine = openEngine({
    database: direct.database,
    transport: {
      push: async ({ operations }) => {
        pushes += 1
        const results = operations.map(({ id, dseq }) => ({ id, dseq, outcome: 'applied' as const }))
        return { results, expected: (operations.at(-1)?.dseq ?? 0) + 1, refs: { from: 1, to: 1_000 } }
      },
      async *pull() {
        yield answers.shift() ?? ''
      },
      async *hints() {
        // It never hints.
      },
    },
    now: Date.now,
    random: () => 0,
    afterPull: async () => undefined,
    onRestored: async () => undefined,
    onStatus: () => told.push(engine.status().trouble?.code),
  })
  await engine.once(new AbortController().signal)
  expect(told).toContain('restored')
  expect(told.at(-1)).toBeUndefined()
  // What was sent before goes again.
  expect(pushes).toBeGreaterThan(1)
  await engine.close()
})
