/** A known bug of sync, as a change of the source; each snippet must be there exactly once. */
export interface Mutation {
  name: string
  edits: readonly { file: string; find: string; replace: string }[]
}

const one = (name: string, file: string, find: string, replace: string): Mutation => ({
  name,
  edits: [{ file, find, replace }],
})

const central = 'test/support/memory-central.ts'

/** What a harness for sync must find. */
export const mutations: readonly Mutation[] = [
  {
    name: 'a place in the stream is taken before the transaction commits (bigserial)',
    edits: [
      {
        file: central,
        find: '    let answer: PushAnswer | undefined\n',
        replace:
          '    const hiding = { open: true }\n    this.hiding = hiding\n    let answer: PushAnswer | undefined = this.push(deviceId, request)\n    this.hiding = undefined\n',
      },
      {
        file: central,
        find: '        return answer\n',
        replace: '        hiding.open = false\n        return answer\n',
      },
      { file: central, find: 'log.push({ ...entry,', replace: 'log.push({ ...entry, hiding: this.hiding,' },
      {
        file: central,
        find: 'const log = this.state.logs.get(stream) ?? []\n    const lines',
        replace:
          'const log = (this.state.logs.get(stream) ?? []).filter((_, at, all) => all.slice(at).some((entry) => !entry.hiding?.open))\n    const lines',
      },
      {
        file: central,
        find: 'const entry = log[seq]\n',
        replace: 'const entry = log[seq]?.hiding?.open ? undefined : log[seq]\n',
      },
    ],
  },
  one(
    'what was written before its case moved in the same batch stays where the case was',
    'shared/sync/decide.ts',
    'row.body ? { ...row, stream: place(row) } : row',
    'row',
  ),
  one(
    'the cursor is stored before the rows',
    'host/sync/exchange.ts',
    'const applied = await store.write(applyPull, { text })',
    "await store.write(applyPull, { text: text.split('\\n').filter((line) => line.startsWith('{\"mark\"')).join('\\n') })\n      const applied = await store.write(applyPull, { text })",
  ),
  one(
    'an operation is done when the push is answered',
    'host/sync/outbox.ts',
    "set state = 'sent' where id = ?",
    "set state = 'settled', settled_at = at where id = ?",
  ),
  one(
    'a row of an unknown kind is dropped',
    'host/sync/apply-pull.ts',
    '  setAside(work.context.db, key, line)\n',
    '  if (row) setAside(work.context.db, key, line)\n',
  ),
  one(
    'a row that lacks its case is dropped',
    'host/sync/apply-pull.ts',
    '  setAside(work.context.db, key, line)\n',
    '  if (!row) setAside(work.context.db, key, line)\n',
  ),
  one(
    'an older version of a row replaces a newer one',
    'host/sync/apply-pull.ts',
    '  if (known(work, row) >= came.ver) return\n',
    '',
  ),
  one(
    'the service decides a known operation again',
    central,
    'const known = this.state.results.get(sent.id)',
    'const known = undefined as Decided | undefined',
  ),
  one(
    'the service does not mind a gap in the numbers',
    central,
    'const ahead = sent.dseq > device.last + 1 && !skipped',
    'const ahead = false && !skipped',
  ),
  one(
    'rows that did not come again count as deleted',
    'host/sync/outbox.ts',
    '    db.run(`update ${table} set ver = ${earlierPast} where ver > 0`)\n',
    "    db.run(table === 'links' || table === 'patches' ? `delete from ${table} where ver > 0` : `update ${table} set ver = ${earlierPast} where ver > 0`)\n",
  ),
  one(
    'rows of before a restore count as own ones',
    'host/sync/outbox.ts',
    'db.run(`update ${table} set ver = ${earlierPast} where ver > 0`)',
    'db.run(`update ${table} set ver = 0 where ver > 0`)',
  ),
  one(
    'clocks decide which row is newer',
    'host/sync/apply-pull.ts',
    '  const scope = work.waiting ? pendingScope(db, row) : null\n',
    '  const scope = work.waiting ? pendingScope(db, row) : null\n  const mine = rowHere(db, row.kind, row.id).body as { updatedAt?: number } | null\n  if (mine?.updatedAt && row.body && mine.updatedAt > (row.body as unknown as { updatedAt: number }).updatedAt) return noteVersion(db, row, { ver, streamKey: key })\n',
  ),
  one(
    'a refused operation blocks those behind it',
    'host/sync/outbox.ts',
    "where state = 'pending' order by dseq limit ${pushAtMost}",
    "where state = 'pending' and not exists (select 1 from operations where state = 'rejected') order by dseq limit ${pushAtMost}",
  ),
  one(
    'a refused operation is dropped',
    'host/sync/settle.ts',
    'db.run("update operations set state = \'rejected\', reason = ? where dseq = ?"',
    'db.run("update operations set state = \'settled\', reason = ? where dseq = ?"',
  ),
  one('a conflict is not kept', 'shared/sync/arbitrate.ts', 'settled.conflicts.push(', 'void ('),
  one(
    'a field that moved since is replaced all the same',
    'shared/sync/arbitrate.ts',
    'if (!care || same(base[field], theirs)) {',
    "if (care !== 'text' || same(base[field], theirs)) {",
  ),
  one(
    'a merge of texts takes one side',
    'shared/sync/merge-text.ts',
    'if (byLines !== undefined) return byLines',
    'if (byLines !== undefined) return sides.theirs',
  ),
  one(
    'the last one to set tags wins',
    'shared/sync/reducers/case.ts',
    'const tags = [...before.tags.filter((tag) => !gone.has(tag)), ...new Set(added)]',
    'const tags = added.length > 0 ? [...new Set(added)] : before.tags.filter((tag) => !gone.has(tag))',
  ),
  one(
    'what is acknowledged is read after the rows',
    central,
    'return told.values()',
    "const device = this.device(deviceId)\n    return (function* () {\n      for (const line of told) yield 'acked' in line ? { ...line, acked: device.last } : line\n    })()",
  ),
  one(
    'a restore of the service is not noticed by it',
    central,
    '      this.isOfAnotherPast(request) ||\n',
    '      (request.cursors.length === 0 && this.isOfAnotherPast(request)) ||\n',
  ),
  one(
    'a restored service is not heard',
    'host/sync/exchange.ts',
    '  line.startsWith(\'{"more"\') || (line.startsWith(\'{"epoch"\') && line.includes(\'"restored":true\'))\n',
    '  line.startsWith(\'{"more"\')\n',
  ),
  one(
    'places of the log are named by operations that may come again',
    central,
    'log.push({ ...entry, tag: `transaction-${this.transactions}` })',
    'log.push({ ...entry, tag: `row-${entry.key}-${entry.ver}` })',
  ),
  one(
    'beginning again shrinks the outbox',
    'host/sync/outbox.ts',
    "db.run(\"update operations set state = 'pending', settled_at = null where state in ('sent', 'settled')\")",
    "db.run(\"delete from operations where state in ('sent', 'settled') and dseq < (select max(dseq) from operations)\")",
  ),
  one(
    'rows of a stream that was taken away stay',
    'host/sync/apply-pull.ts',
    "if (applied.end?.more === false) purgeStreams(context, 'taken away')",
    '',
  ),
  one(
    'a row that left its stream stays',
    'host/sync/apply-pull.ts',
    '  if (line.moved) return setAside(db, key, { ...line, b: left })\n',
    '  if (line.moved) return\n',
  ),
  one(
    'a row that left its stream goes at once',
    'host/sync/apply-pull.ts',
    '  if (line.moved) return setAside(db, key, { ...line, b: left })\n',
    '  if (line.moved) return isRowKind(line.k) ? moveAway(work, { kind: line.k, id: line.i, ver: line.v }) : undefined\n',
  ),
  one(
    'what the service has under own changes is not kept',
    'host/sync/keep-synced.ts',
    'if (!ver || shadowOf(db, kind, id)) return\n',
    'return\n',
  ),
  one(
    'own changes are shown in the reverse order',
    'host/sync/rebase-scope.ts',
    'operations.sort((one, other) => one.dseq - other.dseq)',
    'operations.sort((one, other) => other.dseq - one.dseq)',
  ),
  one(
    'refused changes are not shown',
    'host/sync/rebase-scope.ts',
    "const shown = \"state in ('pending', 'sent', 'rejected')\"",
    "const shown = \"state in ('pending', 'sent')\"",
  ),
  one(
    'a note is written twice',
    'shared/sync/arbitrate.ts',
    '      return ruleEvent(operation, rows, bench)\n',
    "      {\n        const ruling = ruleEvent(operation, rows, bench)\n        const again = { ...operation.payload.event, id: v5(operation.id, conflictNamespace) }\n        return { ...ruling, puts: [...ruling.puts, { kind: 'event', value: again }] }\n      }\n",
  ),
  one(
    'a piece of an answer does not say of which stream it is',
    'host/sync/exchange.ts',
    '      ready = stream\n',
    "      ready = ''\n",
  ),
  one(
    'a push is sent again under new names',
    'host/sync/exchange.ts',
    'await transport.push({ operations, refs,',
    'await transport.push({ operations: operations.map((operation) => ({ ...operation, id: crypto.randomUUID() })), refs,',
  ),
  one(
    'a case that left a stream keeps what belongs to it there',
    central,
    'for (const owner of moved) {',
    'for (const owner of moved.slice(1)) {',
  ),
]

/** Changes that change nothing; a harness that finds something in them finds too much. */
export const harmless: readonly Mutation[] = [
  one(
    'pieces of half the length',
    'host/sync/exchange.ts',
    'const pieceLength = 200_000',
    'const pieceLength = 100_000',
  ),
  one(
    'operations kept a year longer',
    'host/sync/settle.ts',
    'const keptMs = 35 * 24',
    'const keptMs = 400 * 24',
  ),
  one(
    'rows ranked in another order of the same meaning',
    'host/sync/rebase-scope.ts',
    "['person', 'customer', 'case'].indexOf(kind)",
    "['customer', 'person', 'case'].indexOf(kind)",
  ),
]
