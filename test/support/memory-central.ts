import { v5 } from 'uuid'
import type { Conflict } from '../../shared/domain/conflict.ts'
import type { Case, Link, TimelineEvent } from '../../shared/domain/entities.ts'
import type { CaredKind } from '../../shared/sync/care.ts'
import { placeOfCursor, tagWithin } from '../../shared/sync/cursor-tag.ts'
import { type DecidedRow, decide, type Result } from '../../shared/sync/decide.ts'
import type { Operation } from '../../shared/sync/operations.ts'
import { type Row, type RowKind, rowKey } from '../../shared/sync/overlay.ts'
import {
  judge,
  type PullLine,
  type PullRequest,
  type PushAnswer,
  pushRequest,
  type SentOperation,
} from '../../shared/sync/protocol.ts'
import type { Rows } from '../../shared/sync/rows.ts'
import { customerStream, globalStream, personStream, streamOf } from '../../shared/sync/streams.ts'
import { isReply } from '../../shared/sync/thread.ts'

/** A row as the service holds it. */
export interface CentralRow extends Row {
  ver: number
  stream: string
  seq: number
  writers: Record<string, string>
  /** What a row that is gone was: it goes where it would be, to those who may have it still. */
  was: Row['body']
}

interface LogEntry {
  /** Names the transaction that wrote it, unlike any other's: operations may come again after a backup was restored. */
  tag: string
  key: string
  ver: number
  /** The row left the stream here. */
  left: boolean
}

/** What one operation came to, and what it wrote: for whoever checks the service. */
export interface Decided {
  sent: SentOperation
  device: string
  result: Result
  writes: CentralRow[]
}

interface Device {
  id: string
  account: string
  person: string
  last: number
}

interface State {
  rows: Map<string, CentralRow>
  logs: Map<string, LogEntry[]>
  results: Map<string, Decided>
  devices: Map<string, Device>
  restricted: Set<string>
  /** Customers that an account may read, beside all that are not restricted. */
  grants: Map<string, Set<string>>
  decided: Decided[]
  /** Operations that came once more under another number. */
  repeated: { device: string; dseq: number; result: Result }[]
  refs: number
}

/** A push that the service has begun; what it does is there for others when it is committed, which it is once. */
export interface Transaction {
  commit(): PushAnswer
}

const copied = (state: State): State => ({
  rows: new Map(state.rows),
  logs: new Map([...state.logs].map(([stream, log]) => [stream, [...log]])),
  results: new Map(state.results),
  devices: new Map([...state.devices].map(([id, device]) => [id, { ...device }])),
  restricted: new Set(state.restricted),
  grants: new Map([...state.grants].map(([account, customers]) => [account, new Set(customers)])),
  decided: [...state.decided],
  repeated: [...state.repeated],
  refs: state.refs,
})

const kinds = ['case', 'event', 'link', 'patch', 'customer', 'person', 'conflict'] as const

const fresh = (): State => ({
  rows: new Map(),
  logs: new Map(),
  results: new Map(),
  devices: new Map(),
  restricted: new Set(),
  grants: new Map(),
  decided: [],
  repeated: [],
  refs: 5000,
})

interface Options {
  now: () => number
  /** Rows between two marks, and rows in one answer. */
  markEvery: number
  rowsAtMost: number
  /** Operations that are decided together; with one at a time all values that ever were are known. */
  lotAtMost: number
}

/** A bench's clock that differs by less from the service's is not corrected, in milliseconds. */
const closeMs = 5000

/** The central service's part of the protocol in memory, over the same `decide` as the real one. */
export class MemoryCentral {
  readonly epoch = 'epoch-1'
  private state = fresh()
  private readonly options: Options
  private transactions = 0
  /** What operations came to at any time, also before a backup was restored. */
  readonly ever = new Map<string, Result['outcome']>()
  /** Whether anything was ever to be forgotten on a bench. */
  everRestricted = false
  everRestored = false

  constructor(options: Options) {
    this.options = options
  }

  enrol(device: Omit<Device, 'last'>): void {
    this.state.devices.set(device.id, { ...device, last: 0 })
    if (!this.state.grants.has(device.account)) this.state.grants.set(device.account, new Set())
  }

  snapshot(): () => void {
    const kept = copied(this.state)
    return () => {
      this.state = copied(kept)
      this.everRestored = true
    }
  }

  row(key: string): CentralRow | undefined {
    return this.state.rows.get(key)
  }

  allRows(): CentralRow[] {
    return [...this.state.rows.values()]
  }

  get decidesSingly(): boolean {
    return this.options.lotAtMost === 1
  }

  decided(): readonly Decided[] {
    return this.state.decided
  }

  result(id: string): Decided | undefined {
    return this.state.results.get(id)
  }

  private tagAt(stream: string, seq: number): string {
    return this.state.logs.get(stream)?.[seq - 1]?.tag ?? ''
  }

  /** Whether a cursor is of this past, as the service has it now. */
  knowsCursor(stream: string, cursor: { seq: number; tag: string }): boolean {
    const { seq, tag } = placeOfCursor(cursor)
    return this.tagAt(stream, seq) === tag
  }

  streamsOf(deviceId: string): string[] {
    const { account } = this.device(deviceId)
    const customers = [...this.state.restricted].filter((id) => this.state.grants.get(account)?.has(id))
    return [globalStream, personStream(account), ...customers.map(customerStream)].sort()
  }

  grant(account: string, customer: string, given: boolean): void {
    const customers = this.state.grants.get(account)
    if (given) customers?.add(customer)
    else customers?.delete(customer)
  }

  /** Gives a customer's rows a stream of their own, or takes them back to everybody. */
  restrict(customer: string, restricted: boolean): void {
    if (restricted) this.state.restricted.add(customer)
    else this.state.restricted.delete(customer)
    this.transactions += 1
    this.everRestricted = true
    this.place([...this.state.rows.values()], `act-${this.transactions}`)
  }

  /** Writes a row of a kind that benches of today do not know. */
  writeUnknown(id: string): void {
    this.transactions += 1
    const unknown = { kind: 'gadget' as RowKind, id, body: { id }, stream: globalStream }
    this.write({ ...unknown, operation: id, writers: {} })
  }

  restricted(): string[] {
    return [...this.state.restricted]
  }

  begin(deviceId: string, asked: unknown): Transaction {
    const request = pushRequest.parse(asked)
    let answer: PushAnswer | undefined
    return {
      commit: () => {
        answer ??= this.push(deviceId, request)
        return answer
      },
    }
  }

  private push(
    deviceId: string,
    { operations, missing, now, refs = 0 }: ReturnType<typeof pushRequest.parse>,
  ): PushAnswer {
    const device = this.device(deviceId)
    this.transactions += 1
    const results: Result[] = []
    let stopped: PushAnswer['stopped']
    let lot: Operation[] = []
    const flush = () => {
      results.push(...this.decideLot(device, lot, now))
      lot = []
    }
    for (const sent of operations) {
      const known = this.state.results.get(sent.id)
      const skipped = missing && missing.from <= device.last + 1 && missing.to + 1 === sent.dseq
      const ahead = sent.dseq > device.last + 1 && !skipped
      if (ahead || (sent.dseq <= device.last && !known)) {
        stopped = 'gap'
        break
      }
      if (known) {
        flush()
        results.push(this.answerAgain(device, sent, known))
        continue
      }
      const judged = judge(sent)
      if ('unknown' in judged) {
        stopped = 'unknown-operation'
        break
      }
      device.last = sent.dseq
      if ('known' in judged) {
        lot.push(judged.known)
        if (lot.length >= this.options.lotAtMost) flush()
        continue
      }
      flush()
      this.note(device, { sent, result: refusal(sent, 'invalid'), writes: [] })
      results.push(refusal(sent, 'invalid'))
    }
    flush()
    return {
      results,
      expected: device.last + 1,
      ...(stopped ? { stopped } : {}),
      ...(refs < 10 ? { refs: this.refBlock() } : {}),
    }
  }

  private answerAgain(device: Device, sent: SentOperation, known: Decided): Result {
    if (sent.dseq > device.last) {
      device.last = sent.dseq
      this.state.repeated.push({ device: device.id, dseq: sent.dseq, result: known.result })
    }
    return sameContent(known.sent, sent) ? known.result : refusal(sent, 'other-content')
  }

  private refBlock() {
    const from = this.state.refs
    this.state.refs += 20
    return { from, to: from + 19 }
  }

  private decideLot(device: Device, operations: readonly Operation[], benchNow: number): Result[] {
    if (operations.length === 0) return []
    const at = this.options.now()
    const skew = Math.abs(at - benchNow) < closeMs ? 0 : at - benchNow
    const allowed = new Set(this.streamsOf(device.id))
    const { results, rows, moved } = decide(operations, {
      rows: this.rows(),
      restricted: (id) => this.state.restricted.has(id),
      may: (stream) => allowed.has(stream),
      person: device.person,
      at,
      skew,
      writerOf: (kind, id, field) => this.state.rows.get(rowKey(kind, id))?.writers[field] ?? null,
      openConflict: (kind, id, field) => this.openConflict(device.person, { kind, id, field }),
      refFor: this.refs(),
      thread: (caseId) => this.thread(caseId),
    })
    const noted = results.map((result, index) => {
      const sent = operations[index]
      if (!sent) throw new Error('A result without its operation')
      return this.note(device, { sent, result, writes: [] })
    })
    const writesOf = (operation: string) => noted.find(({ sent }) => sent.id === operation)?.writes
    for (const row of rows) this.write(row, writesOf(row.operation))
    for (const owner of moved) {
      const operation = rows.find(({ kind, id }) => kind === owner.kind && id === owner.id)?.operation ?? ''
      this.place(this.belongingTo(owner.id), operation, writesOf(operation))
    }
    return results
  }

  private note({ id: device }: Device, decided: Omit<Decided, 'device'>): Decided {
    const whole = { ...decided, device }
    this.state.results.set(decided.sent.id, whole)
    this.state.decided.push(whole)
    this.ever.set(decided.sent.id, whole.result.outcome)
    return whole
  }

  /** Writes a row with the next version at the next place of its stream; the stream that it leaves is told. */
  private write({ kind, id, body, stream, writers }: DecidedRow, writes?: CentralRow[]): void {
    const key = rowKey(kind, id)
    const before = this.state.rows.get(key)
    const ver = (before?.ver ?? 0) + 1
    if (before && before.stream !== stream) this.append(before.stream, { key, ver, left: true })
    const seq = this.append(stream, { key, ver, left: false })
    const was = body ?? before?.was ?? null
    const row = { kind, id, body, ver, stream, seq, writers: { ...before?.writers, ...writers }, was }
    this.state.rows.set(key, row)
    writes?.push(row)
  }

  private append(stream: string, entry: Omit<LogEntry, 'tag'>): number {
    const log = this.state.logs.get(stream) ?? []
    this.state.logs.set(stream, log)
    return log.push({ ...entry, tag: `transaction-${this.transactions}` })
  }

  /** Brings rows to the streams where they belong by now. */
  private place(rows: readonly CentralRow[], operation: string, writes?: CentralRow[]): void {
    const places = { rows: this.rows(), restricted: (id: string) => this.state.restricted.has(id) }
    for (const row of rows) {
      const stream = kinds.includes(row.kind) ? streamOf({ ...row, body: row.was }, places) : row.stream
      if (row.was && stream !== row.stream) this.write({ ...row, stream, operation, writers: {} }, writes)
    }
  }

  private belongingTo(owner: string): CentralRow[] {
    return [...this.state.rows.values()].filter(({ id, was }) => {
      const { fromId, toId, caseId, entity } = (was ?? {}) as Partial<Link & Conflict>
      return [id, fromId, toId, caseId, entity].includes(owner)
    })
  }

  private refs(): (wanted: string) => string {
    const taken = new Set<string>()
    for (const { kind, body } of this.state.rows.values())
      if (kind === 'case' && body) taken.add((body as Case).ref)
    return (wanted) => {
      let ref = wanted
      while (taken.has(ref)) {
        ref = `CB-${this.state.refs}`
        this.state.refs += 1
      }
      taken.add(ref)
      return ref
    }
  }

  private thread(caseId: string): TimelineEvent[] {
    return this.allRows()
      .filter(({ kind, body }) => kind === 'event' && body)
      .map(({ body }) => body as TimelineEvent)
      .filter((event) => event.caseId === caseId && isReply(event) && event.retractedAt === null)
  }

  private openConflict(person: string, { kind, id, field }: { kind: CaredKind; id: string; field: string }) {
    for (const row of this.state.rows.values()) {
      const one = row.kind === 'conflict' ? (row.body as Conflict | null) : null
      if (one?.state !== 'open' || one.mineBy !== person) continue
      if (one.kind === kind && one.entity === id && one.field === field) return one
    }
    return undefined
  }

  private rows(): Rows {
    const find = (kind: RowKind) => (id: string) => this.state.rows.get(rowKey(kind, id))?.body ?? undefined
    return Object.fromEntries(kinds.map((kind) => [kind, find(kind)])) as unknown as Rows
  }

  private device(id: string): Device {
    const device = this.state.devices.get(id)
    if (!device) throw new Error(`No device ${id}`)
    return device
  }

  /** The answer to a pull, line by line, of what is committed now. */
  pull(deviceId: string, request: PullRequest): Iterator<PullLine> {
    const told = [...this.lines(deviceId, request)]
    return told.values()
  }

  private *lines(deviceId: string, request: PullRequest): Generator<PullLine> {
    const acked = this.device(deviceId).last
    const streams = this.streamsOf(deviceId)
    const digest = v5(streams.join(' '), v5.URL)
    const restored =
      this.isOfAnotherPast(request) ||
      request.acked > acked ||
      (request.epoch !== null && request.epoch !== this.epoch)
    yield {
      ...{ epoch: this.epoch, at: this.options.now(), organisation: 'Acme' },
      ...(request.grants === digest ? {} : { streams, grants: digest }),
      ...(restored ? { restored: true } : {}),
    }
    if (restored) return
    let left = Math.min(request.limit ?? this.options.rowsAtMost, this.options.rowsAtMost)
    for (const stream of streams) {
      const from = request.cursors.find((cursor) => cursor.stream === stream)?.seq ?? 0
      const told = this.part(stream, from, left)
      yield* told.lines
      left -= told.rows
      if (!told.whole) {
        yield { more: true }
        return
      }
    }
    const decided = this.state.decided.map(({ device, result }) => ({ device, dseq: result.dseq, result }))
    const outcomes = [...decided, ...this.state.repeated]
      .filter(({ device, dseq }) => device === deviceId && dseq > request.acked && dseq <= acked)
      .map(({ result }) => result)
      .filter(({ outcome }) => outcome !== 'applied')
    yield { more: false, acked, outcomes }
  }

  /** Also by cursors of streams that may no longer be read: rows came from there elsewhere. */
  private isOfAnotherPast({ cursors }: PullRequest): boolean {
    return cursors.some((cursor) => cursor.seq > 0 && !this.knowsCursor(cursor.stream, cursor))
  }

  /** What a stream has after a place, with marks between. */
  private part(stream: string, from: number, limit: number) {
    const log = this.state.logs.get(stream) ?? []
    const lines: PullLine[] = from < log.length ? [{ stream }] : []
    const within = tagWithin({ seq: log.length, tag: this.tagAt(stream, log.length) })
    let [seq, rows] = [from, 0]
    for (; seq < log.length && rows < limit; seq += 1) {
      const entry = log[seq]
      const row = entry && this.state.rows.get(entry.key)
      const line = row && lineOf(row, entry, { stream, seq: seq + 1 })
      if (!line) continue
      lines.push(line)
      rows += 1
      if (rows % this.options.markEvery === 0) lines.push(mark(stream, seq + 1, within))
    }
    if (seq > from) lines.push(mark(stream, seq, seq < log.length ? within : this.tagAt(stream, seq)))
    return { lines, rows, whole: seq >= log.length }
  }
}

const mark = (stream: string, seq: number, tag: string): PullLine => ({ mark: stream, seq, tag })

/** What a log entry tells today: the row, if it is still at this place; that it left; or nothing. */
const lineOf = (
  row: CentralRow,
  { left, ver }: LogEntry,
  { stream, seq }: { stream: string; seq: number },
): PullLine | undefined => {
  const { kind, id, body } = row
  if (left) return row.stream === stream ? undefined : { k: kind, i: id, v: ver, q: seq, moved: 1 }
  if (row.stream !== stream || row.seq !== seq) return undefined
  return { k: kind, i: id, v: row.ver, q: seq, ...(body ? { b: body } : {}) }
}

const refusal = ({ id, dseq }: SentOperation, code: 'other-content' | 'invalid'): Result => ({
  ...{ id, dseq },
  outcome: 'rejected',
  reason: { code, message: 'The service cannot take this.' },
})

const sameContent = (one: SentOperation, other: SentOperation) =>
  one.type === other.type &&
  one.entity === other.entity &&
  JSON.stringify(one.payload) === JSON.stringify(other.payload)
