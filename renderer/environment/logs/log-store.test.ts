import { expect, test } from 'vitest'
import { createLogs, type LogLine } from './log-store.ts'

const line = (service: string, text: string, at = 0): LogLine => ({ service, text, at, stream: 'out' })
const texts = (logs: ReturnType<typeof createLogs>) => logs.store.getState().shown.map(({ text }) => text)

test('a filter takes services away and looks for a text in any case', () => {
  const logs = createLogs()
  logs.append([line('web', 'Started'), line('db', 'ready'), line('web', 'ERROR pool')])
  logs.setFilter({ hidden: new Set(['db']) })
  expect(texts(logs)).toEqual(['Started', 'ERROR pool'])
  logs.setFilter({ text: 'Error' })
  expect(texts(logs)).toEqual(['ERROR pool'])
  logs.append([line('web', 'an error again'), line('db', 'error')])
  expect(texts(logs)).toEqual(['ERROR pool', 'an error again'])
  logs.setFilter({ text: '', hidden: new Set() })
  expect(texts(logs)).toHaveLength(5)
})

test('older lines go, in order, and are counted', () => {
  const logs = createLogs(100)
  for (let at = 0; at < 250; at += 1) logs.append([line(at % 2 ? 'a' : 'b', `${at}`, at)])
  const { shown, dropped } = logs.store.getState()
  expect(shown.length).toBeLessThanOrEqual(100)
  expect(shown.length + dropped).toBe(250)
  expect(shown.map(({ at }) => at)).toEqual(Array.from({ length: shown.length }, (_, n) => dropped + n))
})

test('what a filter hid is dropped with the rest', () => {
  const logs = createLogs(100)
  logs.setFilter({ hidden: new Set(['b']) })
  for (let at = 0; at < 205; at += 1) logs.append([line(at % 2 ? 'a' : 'b', `${at}`, at)])
  const { shown, dropped } = logs.store.getState()
  expect(shown[0]?.at).toBeGreaterThanOrEqual(dropped)
  logs.setFilter({ hidden: new Set() })
  expect(logs.store.getState().shown).toHaveLength(205 - dropped)
})
