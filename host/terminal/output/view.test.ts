import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createMarks } from '../marks/marks.ts'
import { createOutputLog, lastLines, readAll } from './log.ts'
import { createModes } from './modes.ts'
import { openRing } from './ring.ts'
import { openSizes } from './sizes.ts'
import { createView, type View } from './view.ts'

const small = { segmentBytes: 1000, segments: 4 }

const folderOf = () => {
  const folder = mkdtempSync(join(tmpdir(), 'casebench-output-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const openLog = () => {
  const folder = folderOf()
  const ring = openRing(folder)
  onTestFinished(() => ring.close())
  return createOutputLog(ring, openSizes(join(folder, 'sizes.json')))
}

/** Reads all there is: the states it was given, and what stands after the last of them. */
const drain = (view: View) => {
  const states: number[] = []
  let shown = Buffer.alloc(0)
  for (let item = view.next(); item; item = view.next()) {
    if (item.type === 'state') {
      states.push(item.stateBytes)
      shown = Buffer.alloc(0)
    } else if (item.type === 'bytes') shown = Buffer.concat([shown, item.bytes])
  }
  return { states, shown: shown.toString() }
}

const lines = (from: number, to: number) =>
  Buffer.from(Array.from({ length: to - from }, (_, n) => `line ${from + n}\r\n`).join(''))

test('a ring keeps the last bytes, gives them back after it was closed, and takes no more room than it may', () => {
  const folder = folderOf()
  const ring = openRing(folder, small)
  const all = lines(0, 1000)
  for (let at = 0; at < all.length; at += 77) ring.append(all.subarray(at, at + 77))
  expect(ring.to).toBe(all.length)
  expect(ring.to - ring.from).toBeLessThanOrEqual(4 * 1077)
  expect(readdirSync(folder).length).toBeLessThanOrEqual(4)
  const kept = readAll(ring, ring.from, ring.to)
  expect(kept.equals(all.subarray(ring.from))).toBe(true)
  const { from, to } = ring
  ring.close()
  const again = openRing(folder, small)
  expect([again.from, again.to]).toEqual([from, to])
  again.append(Buffer.from('more'))
  expect(readAll(again, to, again.to).toString()).toBe('more')
  again.close()
})

test('a ring with a hole keeps what comes after it', () => {
  const folder = folderOf()
  const ring = openRing(folder, small)
  for (let n = 0; n < 350; n += 10) ring.append(lines(n, n + 10))
  ring.close()
  const names = readdirSync(folder).toSorted()
  rmSync(join(folder, names.at(-2) ?? ''))
  const again = openRing(folder, small)
  expect(again.from).toBe(Number.parseInt(names.at(-1) ?? '', 10))
  again.close()
})

test('a window sees everything while it keeps up', () => {
  const log = openLog()
  log.append(lines(0, 100))
  const view = createView(log)
  expect(drain(view)).toEqual({ states: [lines(0, 100).length], shown: lines(0, 100).toString() })
  log.append(lines(100, 200))
  expect(drain(view)).toEqual({ states: [], shown: lines(100, 200).toString() })
  expect(view.incomplete).toBe(false)
})

test('a window that fell behind is shown the newest, then the whole scrollback; nothing is kept for it meanwhile', () => {
  const log = openLog()
  const view = createView(log)
  drain(view)
  for (let n = 0; n < 300; n += 1) log.append(lines(n * 1000, n * 1000 + 1000))
  const glance = drain(view)
  expect(glance.states).toHaveLength(1)
  expect(glance.states[0]).toBeLessThan(256 * 1024)
  expect(glance.shown).toMatch(/^line \d+\r\n/)
  expect(glance.shown).toMatch(/line 299999\r\n$/)
  expect(view.incomplete).toBe(true)
  view.restart()
  const whole = drain(view)
  expect(whole.shown.split('\r\n').length - 1).toBeGreaterThanOrEqual(100_000)
  expect(whole.shown.split('\r\n').length - 1).toBeLessThan(110_000)
  expect(whole.shown).toMatch(/line 299999\r\n$/)
  expect(view.incomplete).toBe(false)
})

test('a screen is drawn in the sizes in which it was printed, also after they were closed; what was dropped is not told', () => {
  const folder = folderOf()
  const path = join(folder, 'sizes.json')
  const ring = openRing(folder)
  onTestFinished(() => ring.close())
  const log = createOutputLog(ring, openSizes(path))
  const print = (text: string, columns: number) => {
    log.sizes.note({ at: ring.to, columns, rows: 24 })
    log.append(Buffer.from(text))
  }
  print('wide', 100)
  print('', 90)
  print('narrow', 60)
  print('wider', 80)
  const all = (view: View) =>
    Array.from({ length: 10 }, () => view.next()).flatMap((item) =>
      item ? [item.type === 'bytes' ? item.bytes.toString() : item.columns] : [],
    )
  expect(all(createView(log))).toEqual([100, 'wide', 60, 'narrow', 80, 'wider'])
  const again = createOutputLog(ring, openSizes(path))
  expect(all(createView(again))).toEqual([100, 'wide', 60, 'narrow', 80, 'wider'])
  for (let n = 0; n < 500; n += 1) print('.', 100 + n)
  expect(openSizes(path).between(0, ring.to).length).toBeLessThanOrEqual(64)
  expect(openSizes(path).at(ring.to)).toEqual({ columns: 599, rows: 24 })
  writeFileSync(path, '[{"at":-1}]')
  expect(openSizes(path).at(5)).toEqual({ columns: 80, rows: 24 })
})

test('what a screen is drawn from brings back the modes that were set before it', () => {
  const log = openLog()
  const marks = createMarks({ nonce: 'secret' })
  for (const text of ['\x1b[?2004h\x1b[?1000;1006h\x1b[?1006', 'l']) {
    for (const mark of marks.take(Buffer.from(text)).marks) log.note(mark)
    log.append(Buffer.from(text))
  }
  for (let n = 0; n < 300; n += 1) log.append(lines(n * 1000, n * 1000 + 1000))
  const { shown } = drain(createView(log))
  const modes = '\x1b[?2004h\x1b[?1000h\x1b[?1006l'
  expect(shown.slice(0, modes.length)).toBe(modes)
  expect(shown.slice(modes.length)).toMatch(/^line \d+\r\n/)
})

test('the last lines are counted from the end', () => {
  const log = openLog()
  log.append(lines(0, 50_000))
  const at = lastLines(log.ring, 100)
  expect(readAll(log.ring, at, log.ring.to).toString()).toBe(lines(49_900, 50_000).toString())
  expect(lastLines(log.ring, 60_000)).toBe(0)
})

test('a place in the middle of a piece has the modes of that place', () => {
  const log = openLog()
  const text = `${lines(0, 10_000)}\x1b[?1049h`
  for (const mark of createMarks({ nonce: 'secret' }).take(Buffer.from(text)).marks) log.note(mark)
  log.append(Buffer.from(text))
  expect(log.before(log.ring.to)).toMatchObject({ at: lines(0, 10_000).length, alternate: false })
})

test('modes are followed over chunks of any length, forgotten at a reset, and bounded', () => {
  const follow = (...chunks: (Buffer | string)[]) => {
    const marks = createMarks({ nonce: 'secret' })
    const modes = createModes()
    for (const chunk of chunks) for (const mark of marks.take(Buffer.from(chunk)).marks) modes.take(mark)
    return modes
  }
  const output = Buffer.from('a\x1b[?1049hb\x1b[?25lc\x1b[?25h\x1b[?1002h')
  for (let cut = 0; cut <= output.length; cut += 1) {
    const modes = follow(output.subarray(0, cut), output.subarray(cut))
    expect(modes.preamble().toString()).toBe('\x1b[?1049h\x1b[?25h\x1b[?1002h')
    expect(modes.alternate()).toBe(true)
  }
  expect(follow(output, '\x1bc\x1b[?7l').preamble().toString()).toBe('\x1b[?7l')
  const many = Array.from({ length: 5000 }, (_, n) => `\x1b[?${n}h`)
  expect(follow(...many).preamble().length).toBeLessThan(64 * 10)
})
