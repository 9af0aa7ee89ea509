import { expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/support/database.ts'
import { createCase } from '../cases/changes.ts'
import { postEvent } from '../timeline/changes.ts'
import { beginAgain, nextOperations, notePushed } from './outbox.ts'
import { putConnection } from './state.ts'

const reply = (bench: TestDatabase, caseId: string, body: string) =>
  bench.write(postEvent, { caseId, lane: 'customer', kind: 'message', body, attachments: [] })

/** Three replies: the service has taken the first one and has answered the second one. */
const threeReplies = (bench: TestDatabase) => {
  const { id } = bench.write(createCase, { title: 'Pool exhausted' })
  const { id: first } = reply(bench, id, 'One')
  const { id: second } = reply(bench, id, 'Two')
  reply(bench, id, 'Three')
  bench.file.transaction((db) => {
    db.run(
      "update operations set state = 'settled' where dseq < (select dseq from operations where entity = ?)",
      [second],
    )
    db.run("update operations set state = 'sent' where entity = ?", [second])
    putConnection(db, {
      ...{ url: 'http://127.0.0.1:1', organisation: 'Field', accountId: id, deviceId: id },
      ...{ epoch: 'one', grants: null, acked: 2, complete: true, syncedAt: null, paused: false },
    })
  })
  const [one, two] = [
    { ids: [first], from: 0 },
    { ids: [second, first], from: 0 },
  ]
  return [undefined, one, two]
}

const threads = (bench: TestDatabase) =>
  nextOperations(bench.db, {})
    .operations.filter(({ type }) => type === 'event.add')
    .map(({ base }) => base.thread)

test('a reply that was taken goes to a restored service without a question, one that was not with it', () => {
  using bench = testDatabase()
  const expected = threeReplies(bench)
  bench.write(beginAgain, {})
  expect(threads(bench)).toEqual(expected)
})

test('the same where only a gap in the numbers tells of the restore', () => {
  using bench = testDatabase()
  const expected = threeReplies(bench)
  bench.write(notePushed, { answer: { results: [], expected: 1, stopped: 'gap' } })
  expect(threads(bench)).toEqual(expected)
})
