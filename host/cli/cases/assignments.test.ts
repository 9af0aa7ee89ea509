import { expect, test } from 'vitest'
import { UsageError } from '../usage-error.ts'
import { parseAssignments } from './assignments.ts'

test('reads every kind of field', () => {
  expect(
    parseAssignments([
      'status=Open',
      'severity=2',
      'kind=how-to',
      'title= Slow start ',
      'resolution=',
      'due=2026-11-30T17:00Z',
      'customer=Acme = Co',
      'owner=me',
      'tags=jdbc, pool',
      'component=tomcat@10.1.28',
      'component=product:Oracle Database@19c',
    ]),
  ).toEqual({
    plain: {
      status: 'open',
      severity: 2,
      kind: 'how-to',
      title: 'Slow start',
      resolution: '',
      dueAt: Date.UTC(2026, 10, 30, 17),
    },
    names: { customer: 'Acme = Co', owner: 'me' },
    tags: { replace: ['jdbc', 'pool'] },
    components: {
      replace: [
        { kind: 'package', name: 'tomcat', version: '10.1.28', purl: '' },
        { kind: 'product', name: 'Oracle Database', version: '19c', purl: '' },
      ],
    },
  })
})

test('signed items change a list, none at all clear it', () => {
  expect(parseAssignments(['tags=+new,-old']).tags).toEqual({ add: ['new'], remove: ['old'] })
  expect(parseAssignments(['tags=', 'component='])).toMatchObject({
    tags: { replace: [] },
    components: { replace: [] },
  })
})

test.each([
  ['status', '"status" is not of the form field=value.'],
  ['colour=red', /There is no field "colour"; the fields are title, status/],
  ['status=half-open', '"half-open" is no status; use one of new, open, waiting, solved, closed.'],
  ['severity=5', '"5" is no severity; use one of 1, 2, 3, 4.'],
  ['kind=riddle', /is no kind/],
  ['title=', /The title cannot be used/],
  ['due=tomorrow', /"tomorrow" is not a date/],
  ['tags=a b', /"a b" cannot be a tag/],
  ['tags=a,+b', /Either name all tags, or only changes/],
  ['component=@1', /./],
  ['component=pkg:maven', /is not a package URL/],
])('refuses %s with a sentence', (word, sentence) => {
  const act = () => parseAssignments([word])
  if (word === 'component=@1')
    return expect(act()).toMatchObject({ components: { replace: [{ name: '@1' }] } })
  expect(act).toThrow(UsageError)
  expect(act).toThrow(sentence)
})

test('refuses a field given twice', () => {
  expect(() => parseAssignments(['status=open', 'status=new'])).toThrow('The field "status" is given twice.')
})
