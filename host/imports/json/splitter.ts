import { ByteQueue, byte, isBlank } from '../text/bytes.ts'
import { seekRecord } from './seek.ts'
import { broken, needMore, Skimmer } from './skim.ts'
import { isObject, type JsonUnit, join, members, parseJson, takeApart, type Wrappers } from './unit.ts'

/** Longer records are skipped whole; their bytes are not kept. */
const maxRecordBytes = 64 * 1024 * 1024

/** Lists of pages lie in each other, but not deeper than this. */
const maxLists = 8

/** A container that is looked into. `maybe` is an object of the top level not yet known to be a wrapper. */
interface Frame {
  list: boolean
  path: string
  maybe: boolean
}

/** A value being skimmed, or the `maybe` object being looked into. */
interface Capture {
  start: number
  line: number
  /** Where it stands on its line if nothing stands before it there, else -1. */
  column: number
  path: string
  key: string
  tooLong: boolean
}

interface Options {
  wrappers: Wrappers
  /** Builds only the values with these labels (path and key joined); the others are passed over. */
  only?: ReadonlySet<string>
  maxBytes?: number
}

/**
 * Splits JSON into records as the bytes arrive: one per line, one after another, in lists, and in lists
 * inside wrapper objects, with flat memory. Damage costs the record it is in: reading goes on at the next
 * place that looks like the start of a record.
 */
export class JsonSplitter {
  private readonly queue = new ByteQueue()
  private readonly skimmer = new Skimmer()
  private readonly frames: Frame[] = []
  private readonly options: Options
  private readonly limit: number
  private readonly firstKeys = new Map<string, string>()
  private mode: 'outer' | 'skim' | 'seek' = 'outer'
  private want: 'key' | 'colon' | 'value' | 'comma' = 'value'
  private pos = 0
  private line = 1
  private lineStart = 0
  private fresh = true
  private previous: number = byte.comma
  private key = ''
  private listPath = ''
  /** Records of the top level that stood on one line each. */
  private linesTaken = 0
  private damaged = false
  private final = false
  private out: JsonUnit[] = []
  private value: Capture = { start: 0, line: 1, column: 0, path: '', key: '', tooLong: false }
  private object: Capture = { ...this.value }

  constructor(options: Options) {
    this.options = options
    this.limit = options.maxBytes ?? maxRecordBytes
  }

  /** Takes the next bytes (UTF-8) and answers the units that they complete. */
  push(chunk: Uint8Array): JsonUnit[] {
    this.queue.append(chunk)
    return this.run()
  }

  /** Answers what is left, and what the end of the file cut off. */
  end(): JsonUnit[] {
    this.final = true
    const units = this.run()
    this.out = units
    const object = this.frames.at(-1)?.maybe ? this.object : undefined
    if (this.mode === 'skim' || object) {
      const { line } = object ?? this.value
      this.skip(line, 'The file ends in the middle of this record.')
    } else if (this.frames.length > 0 && !this.damaged) {
      this.skip(this.line, 'The file ends before its list is closed; what came after is missing.')
    }
    return units
  }

  private run(): JsonUnit[] {
    this.out = []
    let going = true
    while (going) {
      if (this.mode === 'skim') going = this.skim()
      else if (this.mode === 'seek') going = this.seek()
      else going = this.outer()
    }
    this.compact()
    return this.out
  }

  private compact(): void {
    let keep = this.pos
    if (this.mode === 'skim') keep = this.value.tooLong ? this.skimmer.at : this.value.start
    const maybe = this.frames.at(-1)?.maybe === true
    if (maybe && keep - this.object.start > this.limit) this.object.tooLong = true
    if (maybe && !this.object.tooLong) keep = Math.min(keep, this.object.start)
    const moved = this.queue.drop(keep)
    this.pos -= moved
    this.lineStart -= moved
    this.value.start -= moved
    this.object.start -= moved
    this.skimmer.at -= moved
  }

  private skip(line: number, reason: string): void {
    this.out.push({ type: 'skip', line, reason })
  }

  /** Walks the containers that are looked into; answers false when it needs more bytes. */
  private outer(): boolean {
    const { queue } = this
    while (this.pos < queue.end) {
      const at = queue.buffer[this.pos] as number
      if (isBlank(at)) {
        this.pos++
        if (at === byte.newline) this.newline(this.pos)
        continue
      }
      const frame = this.frames.at(-1)
      if (frame && !frame.list) {
        const went = this.member(frame, at)
        if (went !== 'on') return went === 'mode'
      } else if (at === byte.comma) {
        this.pos++
      } else if (at === byte.closeList && frame) {
        this.pos++
        this.close()
      } else if (!this.element(at, frame?.path ?? '')) {
        return true
      }
      this.fresh = false
    }
    return false
  }

  private newline(start: number): void {
    this.line++
    this.lineStart = start
    this.fresh = true
  }

  private close(): void {
    this.frames.pop()
    this.want = 'comma'
  }

  /** Takes the next value of a list or of the top level; false when the mode changed. */
  private element(at: number, path: string): boolean {
    if ((at === byte.closeList || at === byte.closeObject) && this.damaged) {
      this.pos++
      return true
    }
    if (path === '' && at === byte.openList && this.frames.length < maxLists) {
      this.frames.push({ list: true, path: '', maybe: false })
      this.listPath = ''
      this.pos++
      return true
    }
    if (at !== byte.openObject && this.frames.length === 0) {
      // Past its first byte, so that looking for the next record cannot come back here.
      this.pos++
      this.damage(this.line, 'This is not a JSON object.')
      return false
    }
    if (at === byte.openObject && this.fresh && this.wholeLine(path)) return true
    if (path === '' && at === byte.openObject) {
      this.object = this.capture(path, '')
      this.frames.push({ list: false, path: '', maybe: true })
      this.want = 'key'
      this.pos++
      return true
    }
    this.startSkim(path, '')
    return false
  }

  /** The usual case, one record on one line, goes straight to the parser of the engine. */
  private wholeLine(path: string): boolean {
    const { buffer, end } = this.queue
    const newline = buffer.subarray(this.pos, end).indexOf(byte.newline)
    if (newline < 0 && !this.final) return false
    const stop = newline < 0 ? end : this.pos + newline
    if (stop - this.pos > this.limit) return false
    const last = this.lastOfLine(stop)
    const parsed = this.lineValue(this.pos, last)
    if (parsed === undefined) return this.brokenLine(stop)
    this.pos = last + 1
    if (this.frames.length === 0) this.linesTaken++
    this.emit(parsed, { path, key: '', line: this.line })
    return true
  }

  private lastOfLine(stop: number): number {
    const { buffer } = this.queue
    let last = stop - 1
    while (isBlank(buffer[last]) || buffer[last] === byte.comma) last--
    return last
  }

  private lineValue(start: number, last: number): unknown {
    const { buffer } = this.queue
    if (last <= start || buffer[last] !== byte.closeObject) return undefined
    return tryParse(buffer.toString('utf8', start, last + 1))
  }

  /**
   * A line that is no record, before one that is: it was cut off, and must not swallow the record that follows where
   * it waits for a value.
   */
  private brokenLine(stop: number): boolean {
    const { buffer, end } = this.queue
    if (this.frames.length > 0 || this.pos !== this.lineStart || buffer[stop + 1] !== byte.openObject)
      return false
    const newline = buffer.subarray(stop + 1, end).indexOf(byte.newline)
    if (newline < 0 && !this.final) return false
    const next = newline < 0 ? end : stop + 1 + newline
    if (this.lineValue(stop + 1, this.lastOfLine(next)) === undefined) return false
    // Without such lines before it this may be the head of a wrapper, unless a value is missing.
    if (this.linesTaken === 0 && buffer[this.lastOfLine(stop)] !== byte.colon) return false
    const parsed = parseJson(buffer.toString('utf8', this.pos, stop))
    this.skip(this.line, `This record is not valid JSON: ${'why' in parsed ? parsed.why : 'it is cut off'}`)
    this.pos = stop
    return true
  }

  /** Takes the next byte of an object that is looked into. */
  private member(frame: Frame, at: number): 'on' | 'more' | 'mode' {
    const { want } = this
    if (at === byte.closeObject && (want === 'comma' || want === 'key')) {
      this.pos++
      if (frame.maybe) this.record()
      this.close()
      return 'on'
    }
    if (at === byte.quote && want === 'key') return this.name(frame)
    if (at === byte.colon && want === 'colon') this.want = 'value'
    else if (at === byte.comma && want === 'comma') this.want = 'key'
    else if (want === 'value' && at !== byte.closeList && at !== byte.comma)
      return this.memberValue(frame, at)
    else return this.broken(frame, 'its members are not separated as JSON wants them')
    this.pos++
    return 'on'
  }

  private name(frame: Frame): 'on' | 'more' | 'mode' {
    const { buffer, end } = this.queue
    let close = this.pos + 1
    while (close < end && buffer[close] !== byte.quote && buffer[close] !== byte.newline) {
      close += buffer[close] === byte.backslash ? 2 : 1
    }
    if (close >= end && !this.final && close - this.pos < 1 << 20) return 'more'
    const parsed =
      buffer[close] === byte.quote ? tryParse(buffer.toString('utf8', this.pos, close + 1)) : undefined
    if (typeof parsed !== 'string') return this.broken(frame, 'the name of a member is not closed')
    this.key = parsed
    this.pos = close + 1
    this.want = 'colon'
    return 'on'
  }

  private memberValue(frame: Frame, at: number): 'on' | 'mode' {
    const { triggers, inside } = this.options.wrappers
    const label = join(frame.path, this.key)
    const container = at === byte.openObject || at === byte.openList
    if (!container || !(triggers.has(label) || (!frame.maybe && inside.has(label)))) {
      this.startSkim(frame.path, this.key)
      return 'mode'
    }
    if (frame.maybe) this.becomeWrapper(frame)
    const list = at === byte.openList
    if (list) this.listPath = label
    this.frames.push({ list, path: label, maybe: false })
    this.want = 'key'
    this.pos++
    return 'on'
  }

  /** The object in hand turned out to be a wrapper: its members so far are given out. */
  private becomeWrapper(frame: Frame): void {
    frame.maybe = false
    const { start, line, tooLong } = this.object
    if (tooLong) return
    const head = this.queue.buffer.toString('utf8', start, this.pos)
    // What stands before the value in hand is its name and, unless it is the first, a comma.
    const parsed = parseJson(`${head}null}`)
    if (!('value' in parsed) || !isObject(parsed.value)) return
    delete parsed.value[this.key]
    const at = { path: '', wrappers: this.options.wrappers, line }
    for (const unit of members(parsed.value, at)) this.give(unit)
  }

  private capture(path: string, key: string): Capture {
    const column = this.fresh ? this.pos - this.lineStart : -1
    return { start: this.pos, line: this.line, column, path, key, tooLong: false }
  }

  private startSkim(path: string, key: string): void {
    this.value = this.capture(path, key)
    this.skimmer.reset(this.pos)
    this.mode = 'skim'
    this.fresh = false
  }

  private skim(): boolean {
    const { skimmer, queue, value } = this
    const stop = skimmer.run(queue.buffer, queue.end, this.final)
    if (skimmer.at - value.start > this.limit) value.tooLong = true
    const frame = this.frames.at(-1)
    if (frame?.maybe && skimmer.at - this.object.start > this.limit) this.object.tooLong = true
    if (stop === needMore) return false
    this.mode = 'outer'
    this.line += skimmer.lines
    if (skimmer.lines > 0) this.lineStart = queue.buffer.lastIndexOf(byte.newline, skimmer.at - 1) + 1
    this.pos = skimmer.at
    if (stop === broken) {
      if (frame && !frame.list) this.broken(frame, skimmer.why)
      else this.damage(value.line, `This record is not valid JSON: ${skimmer.why}.`, value)
      return true
    }
    this.want = 'comma'
    if (!frame?.maybe) this.complete(value)
    return true
  }

  /** The `maybe` object closed: it was a record. */
  private record(): void {
    this.object.tooLong ||= this.pos - this.object.start > this.limit
    this.complete(this.object)
  }

  private complete(capture: Capture): void {
    const { start, line, path, key, tooLong } = capture
    if (tooLong) {
      this.skip(line, `This record is longer than ${Math.floor(this.limit / (1024 * 1024))} MB.`)
      return
    }
    if (this.options.only && !this.options.only.has(join(path, key)) && (path || key)) return
    const parsed = parseJson(this.queue.buffer.toString('utf8', start, this.pos))
    if ('why' in parsed) this.skip(line, `This record is not valid JSON: ${parsed.why}`)
    else this.emit(parsed.value, { path, key, line })
  }

  private emit(value: unknown, at: { path: string; key: string; line: number }): void {
    if (!at.key && !this.firstKeys.has(at.path) && isObject(value)) {
      const first = Object.keys(value)[0]
      if (first !== undefined) this.firstKeys.set(at.path, first)
    }
    if (at.path || at.key) this.give({ type: 'value', ...at, value })
    else for (const unit of takeApart(value, this.options.wrappers, at.line)) this.give(unit)
  }

  private give(unit: JsonUnit): void {
    const { only } = this.options
    if (!only || unit.type === 'skip' || only.has(join(unit.path, unit.key))) this.out.push(unit)
  }

  private broken(frame: Frame, why: string): 'mode' {
    const { object } = this
    if (frame.maybe) this.frames.pop()
    if (frame.maybe) this.damage(object.line, `This record is not valid JSON: ${why}.`, object)
    else this.damage(this.line, `The file is damaged here: ${why}.`)
    return 'mode'
  }

  /** Reports damage and looks for the next record from `pos` on. */
  private damage(line: number, reason: string, record?: Capture): void {
    this.skip(line, reason)
    this.damaged = true
    this.mode = 'seek'
    const frame = this.frames.at(-1)
    if (frame && !frame.list) this.frames.push({ list: true, path: this.listPath, maybe: false })
    this.value = record ?? { ...this.value, column: -1 }
    this.fresh = this.blankSince(this.lineStart)
    this.previous = this.before()
  }

  /** The last byte before `pos` that is not blank; a comma where it is gone already. */
  private before(): number {
    let i = this.pos - 1
    while (i >= 0 && isBlank(this.queue.buffer[i])) i--
    return this.queue.buffer[i] ?? byte.comma
  }

  private blankSince(start: number): boolean {
    for (let i = Math.max(0, start); i < this.pos; i++) if (!isBlank(this.queue.buffer[i])) return false
    return start >= 0
  }

  private seek(): boolean {
    const { buffer, end } = this.queue
    const path = this.frames.at(-1)?.path ?? ''
    const column = Math.max(0, this.value.column)
    const { pos, line, lineStart, fresh, previous } = this
    const state = { pos, line, lineStart, fresh, previous }
    const firstKey = this.firstKeys.get(path)
    const lines = this.frames.length === 0 && this.value.column <= 0
    const found = seekRecord({ bytes: buffer, end, final: this.final, column, firstKey, lines }, state)
    Object.assign(this, state)
    if (found) this.mode = 'outer'
    return found
  }
}

const tryParse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // The careful path reads it again and says what is wrong and where.
    return undefined
  }
}
