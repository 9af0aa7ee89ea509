import { describe, expect, it } from 'vitest'
import { fileLinks, insideOf } from './file-links.ts'

const found = (text: string) =>
  fileLinks(text).map(({ path, line, column }) => `${path} ${line} ${column ?? ''}`.trim())

describe('places in files', () => {
  it.each([
    ['src/main/App.java:42: error: cannot find symbol', ['src/main/App.java 42']],
    ['./conf/server.xml:7:12 unexpected end', ['./conf/server.xml 7 12']],
    ['\tat com.example.Pool.take(Pool.java:118)', ['Pool.java 118']],
    ['lib/x.ts(3,14): error TS2304', ['lib/x.ts 3 14']],
    ['  File "/srv/app/run.py", line 9, in <module>', ['/srv/app/run.py 9']],
    ['/var/lib/bench/a b', []],
    ['C:\\work\\app.cs:5', ['C:\\work\\app.cs 5']],
    ['https://example.org/a.html:80 and http://host:8080/x', []],
    ['10:24:31 INFO started', []],
    ['ratio 3:4', []],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected)
  })

  it('says where in the line it stands', () => {
    const text = 'see src/a.ts:3 now'
    expect(fileLinks(text).map(({ start, end }) => text.slice(start, end))).toEqual(['src/a.ts:3'])
  })
})

it('keeps a path inside the workspace', () => {
  expect(insideOf('/data/ws/CB-1', '/data/ws/CB-1/src', '../conf/a.xml')).toBe('conf/a.xml')
  expect(insideOf('/data/ws/CB-1', '/data/ws/CB-1', '/data/ws/CB-1/a.xml')).toBe('a.xml')
  expect(insideOf('/data/ws/CB-1', '/data/ws/CB-1', '../../../etc/passwd')).toBeNull()
  expect(insideOf('/data/ws/CB-1', '/data/ws/CB-1', '/data/ws/CB-12/x')).toBeNull()
})
