import { describe, expect, test } from 'vitest'
import {
  day,
  documentOf,
  found,
  now,
  queryOf,
  resolve,
  type Sketch,
  search,
} from '../../../test/support/search-desk.ts'
import { dateSql, ftsQuery } from './fts-query.ts'

const titles = (texts: readonly string[]): Sketch[] => texts.map((title) => ({ title }))

const columns = { updated: 'updated', created: 'created', due: 'due' }

describe('text', () => {
  const cases = titles([
    'ORA-00060: deadlock detected', // 0
    'ORA_00060 and ORA 00060', // 1
    'org.apache.jasper.JasperException: /index.jsp', // 2
    'apache jasper org JasperException', // 3
    'tomcat-10.1.28 from tomcat-10.1.2.tar.gz', // 4
    'HTTP/1.1 500 Pool exhausted', // 5
    'the pool was exhausted, HTTP 1.1', // 6
    'C:\\temp\\app.log on host:8080 at 10:22:33', // 7
    'Café del Ñandú', // 8
    'pooling with user_name ζsopen Τomcat', // 9
    '使用Tomcat-10.1部署数据库连接池', // 10
  ])

  test.each<[string, number[]]>([
    ['ORA-00060', [0]],
    ['ora_00060', [1]],
    ['ora00060', [0, 1]],
    ['00060', [0, 1]],
    ['ORA-0006', []],
    ['ORA-0006*', [0]],
    ['org.apache.jasper.JasperException', [2]],
    ['apache.jasper', [2]],
    ['org.jasper', []],
    ['jasperexception', [2, 3]],
    ['org.apache.jas*', [2]],
    ['tomcat-10.1.28', [4]],
    ['tomcat-10.1.2', [4]],
    ['10.1.28', [4]],
    ['10.1', [4, 10]],
    ['10', [4, 7, 9, 10]],
    ['1.28', []],
    ['1.28 OR "none such"', []],
    ['10.1*', [4, 10]],
    ['HTTP/1.1', [5]],
    ['"pool exhausted"', [5]],
    ['"exhausted http"', [6]],
    ['"HTTP/1.1 500"', [5]],
    ['"1.1"', [5, 6]],
    ['pool exhausted', [5, 6]],
    ['"pool exh"*', [5]],
    ['pool', [5, 6]],
    ['pool*', [5, 6, 9]],
    ['pool -http', []],
    ['-pool -apache -ora -tomcat -"C:\\temp" -user_name', [8]],
    ['C:\\temp app.log host:8080 10:22:33', [7]],
    ['temp\\app', [7]],
    ['cafe NANDU', [8]],
    ['café', [8]],
    ['logo*', []],
    ['ζsopen', [9]],
    ['ζs*', [9]],
    ['τomcat', [9]],
    ['user_name', [9]],
    ['ora OR cafe OR "was exhausted"', [0, 1, 6, 8]],
    ['(pool OR cafe) -"pool exhausted"', [6, 8]],
    ['数据库', [10]],
    ['池', [10]],
    ['数', [10]],
    ['库数', []],
    ['"tomcat-10.1部署"', [10]],
    ['tomcat-10.1', [4, 10]],
    ['连接池 tomcat', [10]],
    ['CB-3', [2]],
    ['cb3', [2]],
  ])('%s', (text, places) => {
    expect(search(cases, text)).toEqual(places)
  })

  test('while typing, the last word is a prefix', () => {
    expect(search(cases, 'pool exh', true)).toEqual([5, 6])
    expect(search(cases, 'ORA-000', true)).toEqual([0])
    expect(search(cases, 'exhausted p', true)).toEqual([5, 6])
  })

  test('phrases do not reach from one text into the next', () => {
    const sketches = [
      { title: 'pool', notes: ['exhausted', 'pool exhausted'] },
      { title: 'pool', notes: ['exhausted'] },
    ]
    expect(search(sketches, '"pool exhausted"')).toEqual([0])
  })

  test('titles can be asked first', () => {
    const sketches: Sketch[] = [
      { title: 'pool exhausted' },
      { title: 'pool', notes: ['exhausted'] },
      { title: '', notes: ['pool exhausted'] },
      { title: 'ORA-00060 pool exhausted', tags: ['x'] },
      { title: 'ζωή ώρα' },
    ]
    const documents = sketches.map(documentOf)
    expect(found(documents, queryOf('pool exh*'), 'titleMatch')).toEqual([0, 3])
    expect(found(documents, queryOf('pool exh*'), 'someTitleMatch')).toEqual([0, 1, 3])
    expect(found(documents, queryOf('pool ora-00060'), 'titleMatch')).toEqual([3])
    expect(found(documents, queryOf('pool -tag:x'), 'titleMatch')).toEqual([0, 1])
    expect(found(documents, queryOf('ζωή'), 'titleMatch')).toEqual([4])
    expect(found(documents, queryOf('τώρα'))).toEqual([])
    expect(found(documents, queryOf('ώρα'), 'titleMatch')).toEqual([4])
    expect(found(documents, queryOf('tag:x'), 'titleMatch')).toBeNull()
  })
})

describe('filters', () => {
  const sketches: Sketch[] = [
    { severity: 1, status: 'new', owner: 0, customer: 0, tags: ['c++', 'Überlauf'], updatedAt: now - day },
    {
      severity: 2,
      status: 'waiting',
      owner: 1,
      customer: 2,
      tags: ['c'],
      updatedAt: now - 10 * day,
      has: ['patch', 'due'],
    },
    {
      severity: 3,
      status: 'solved',
      owner: 2,
      customer: 1,
      source: 'github:apache/tomcat',
      createdAt: now - 400 * day,
    },
    { severity: 4, trashed: true, dueAt: now + 3 * day },
    { severity: 4, merged: true, status: 'closed' },
    {
      kind: 'defect',
      reporter: 1,
      ref: 'CB-1042',
      dueAt: now - day,
      components: [
        { name: 'Apache Tomcat', version: '10.1.28', purl: 'pkg:maven/org.apache.tomcat/tomcat-catalina' },
        { name: 'Oracle Database', version: '19c', purl: '' },
      ],
    },
  ]

  test.each<[string, number[]]>([
    ['', [0, 1, 2, 5]],
    ['severity:<=2', [0, 1]],
    ['-severity:1', [1, 2, 5]],
    ['status:new,solved', [0, 2]],
    ['is:unsolved', [0, 1, 5]],
    ['is:mine', [0]],
    ['owner:me', [0]],
    ['owner:grace,josé', [1, 2]],
    ['owner:nobody', []],
    ['-owner:nobody', [0, 1, 2, 5]],
    ['customer:acme', [0, 1]],
    ['customer:"Acme Labs"', [1]],
    ['reporter:Grace', [5]],
    ['tag:c', [1]],
    ['tag:C++', [0]],
    ['tag:c*', [0, 1]],
    ['tag:überlauf', [0]],
    ['-tag:c', [0, 2, 5]],
    ['component:tomcat', [5]],
    ['component:oracle', [5]],
    ['component:"oracle database"', [5]],
    ['component:tomcat-10.1.28', [5]],
    ['component:catalina', [5]],
    ['component:maven', []],
    ['component:tom*', [5]],
    ['kind:defect ref:cb-1042', [5]],
    ['ref:CB-10*', [5]],
    ['has:patch,attachment', [1]],
    ['-has:due', [0, 2, 5]],
    ['source:GitHub', [2]],
    ['is:trashed', [3]],
    ['is:merged', [4]],
    ['severity:4 is:trashed,merged', [3, 4]],
    ['-is:trashed', [0, 1, 2, 5]],
    ['updated:<7d', [0, 2, 5]],
    ['updated:>1w', [1]],
    ['-updated:<7d', [1]],
    ['updated:yesterday', [0]],
    ['updated:2026-11-10', [1]],
    ['updated:2026-11-01..2026-11-19', [0, 1]],
    ['created:>1y', [2]],
    ['due:<2d', [5]],
    ['due:yesterday', [5]],
    ['-due:<2d', [0, 1, 2]],
    ['due:<1w is:trashed', [3]],
    ['updated:>1w OR created:>1y', [1, 2]],
    ['due:<2d OR (tag:c -owner:me)', [1, 5]],
  ])('%s', (text, places) => {
    expect(search(sketches, text)).toEqual(places)
  })

  test('dates become SQL', () => {
    const { dates, rowid } = ftsQuery(queryOf('updated:<1d -created:2026-11 due:>1w'), resolve)
    expect(rowid).toEqual({ min: (now - day) * 1024, max: null })
    expect(dateSql(dates, { updated: 'c.u', created: 'c.c', due: 'c.d' })).toEqual({
      sql: 'not (c.c is not null and c.c >= ? and c.c <= ?) and (c.d is not null and c.d >= ?)',
      parameters: [Date.UTC(2026, 10), Date.UTC(2026, 11) - 1, now + 7 * day + 1],
    })
    expect(dateSql([], columns).sql).toBe('')
  })

  test('certainty tells what a count is worth', () => {
    const certainty = (text: string) => ftsQuery(queryOf(text), resolve).certainty
    expect(
      ['pool tag:x', 'updated:<1d', 'ORA-00060', '-ORA-00060', '"a b"', '-"a b"', 'a (b OR due:<1d)'].map(
        certainty,
      ),
    ).toEqual(['exact', 'exact', 'nearly', 'exact', 'nearly', 'verify', 'verify'])
  })
})
