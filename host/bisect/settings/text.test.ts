import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textDifferences } from './read-text.ts'

const lines = (...all: string[]) => `${all.join('\n')}\n`

const take = (path: string, a: string, b: string, keys: readonly string[] = []) => {
  const { differences, compose } = textDifferences(path, a, b)
  const chosen = new Set(differences.flatMap(({ key }, at) => (keys.includes(key) ? [at] : [])))
  return { keys: differences.map(({ key }) => key), text: compose(chosen), none: compose(new Set()) }
}

describe('properties', () => {
  const a = lines('# pool', 'max = 8', 'long = a, \\', '  b', '', 'old: yes', '! end', 'last=1')
  const b = lines('max = 80', 'long = a, \\', '  c', 'fresh = on', 'last=1')
  it('takes single keys over and leaves every other byte', () => {
    expect(take('pool.properties', a, b).keys).toEqual(['max', 'long', 'old', 'fresh'])
    expect(take('pool.properties', a, b, ['max']).text).toBe(a.replace('max = 8', 'max = 80'))
    expect(take('pool.properties', a, b, ['long', 'fresh']).text).toBe(
      a.replace('  b\n', '  c\nfresh = on\n'),
    )
    expect(take('pool.properties', a, b, ['old']).text).toBe(a.replace('old: yes\n', ''))
    expect(take('pool.properties', a, b).none).toBe(a)
  })

  it('keeps line breaks of Windows and a last line without one', () => {
    expect(take('a.env', 'A=1\r\nB=2', 'A=1\nB=3\nC=4\n', ['B', 'C']).text).toBe('A=1\r\nB=3\r\nC=4')
  })
})

it('tells settings of ini files by their sections', () => {
  const a = lines('[mysqld]', 'max = 1', '[client]', 'max = 2')
  const b = lines('[mysqld]', 'max = 3', 'more = 1', '[client]', 'max = 2', '[dump]', 'quick')
  expect(take('my.cnf', a, b).keys).toEqual(['mysqld/max', 'mysqld/more', 'dump/quick'])
  expect(take('my.cnf', a, b, ['mysqld/more', 'dump/quick']).text).toBe(
    lines('[mysqld]', 'max = 1', 'more = 1', '[client]', 'max = 2', '[dump]', 'quick'),
  )
})

describe('XML', () => {
  const a = lines(
    '<?xml version="1.0"?>',
    '<Server port="8005">',
    '  <!-- kept as it is -->',
    '  <Connector port="8080" protocol="HTTP/1.1"',
    "             maxThreads = '10' />",
    '  <Connector port="8443"/>',
    '  <Valve className="A"/>',
    '  <name>one</name>',
    '</Server>',
  )
  const b = lines(
    '<Server port="8005">',
    '  <Connector port="8080" maxThreads="200" maxHttpHeaderSize="65536"/>',
    '  <Connector port="8443"/>',
    '  <Connector port="8009" protocol="AJP/1.3"><SSL/></Connector>',
    '  <name>two</name>',
    '</Server>',
  )
  it('takes single attributes, texts and elements over', () => {
    const at = '/Server[port=8005]'
    const connector = `${at}/Connector[port=8080]`
    const { keys } = take('server.xml', a, b)
    expect(keys).toEqual([
      `${connector}/@protocol`,
      `${connector}/@maxThreads`,
      `${connector}/@maxHttpHeaderSize`,
      `${at}/Valve[className=A]`,
      `${at}/name`,
      `${at}/Connector[port=8009]`,
    ])
    const only = (key: string) => take('server.xml', a, b, [key]).text
    expect(only(`${connector}/@maxThreads`)).toBe(a.replace("maxThreads = '10'", 'maxThreads="200"'))
    expect(only(`${connector}/@protocol`)).toBe(a.replace(' protocol="HTTP/1.1"', ''))
    expect(only(`${connector}/@maxHttpHeaderSize`)).toBe(
      a.replace("'10' />", '\'10\' maxHttpHeaderSize="65536" />'),
    )
    expect(only(`${at}/Valve[className=A]`)).toBe(a.replace('  <Valve className="A"/>\n', ''))
    expect(only(`${at}/name`)).toBe(a.replace('one', 'two'))
    expect(only(`${at}/Connector[port=8009]`)).toBe(
      a.replace('8443"/>\n', '8443"/>\n  <Connector port="8009" protocol="AJP/1.3"><SSL/></Connector>\n'),
    )
    expect(take('server.xml', a, b).none).toBe(a)
  })

  it('compares lines where it is no XML', () => {
    expect(take('x.xml', '<a>\n<b>\n', '<a>\n<c>\n').keys).toEqual(['line 2: b'])
  })
})

describe('YAML and JSON', () => {
  const a = lines(
    '# the pool',
    'pool:',
    '  max: 8   # of the driver',
    '  names: [a, b]',
    'list:',
    '  - name: x',
    '    on: true',
    'old: 1',
  )
  const b = lines(
    ...['pool:', '    max: 80', '    names: [a, b]', '    wait:', '        first: 1', '        then: 2'],
    ...['list:', '    - name: x', '      on: false', 'text: |', '  two', '  lines'],
  )
  it('takes single values over and keeps comments and layout', () => {
    expect(take('a.yaml', a, b).keys).toEqual(['pool.max', 'pool.wait', 'list.0.on', 'old', 'text'])
    expect(take('a.yaml', a, b, ['pool.max']).text).toBe(a.replace('max: 8 ', 'max: 80 '))
    expect(take('a.yaml', a, b, ['pool.wait']).text).toBe(
      a.replace('[a, b]\n', '[a, b]\n  wait:\n      first: 1\n      then: 2\n'),
    )
    expect(take('a.yaml', a, b, ['old', 'text']).text).toBe(
      a.replace('old: 1\n', 'text: |\n  two\n  lines\n'),
    )
  })

  it('takes members of JSON over and keeps the indent', () => {
    const one = '{\n    "a": 1,\n    "b": { "c": [1, 2] },\n    "d": null\n}\n'
    const other = '{"a": 2, "b": {"c": [1, 3], "e": true}}'
    expect(take('a.json', one, other).keys).toEqual(['a', 'b.c.1', 'b.e', 'd'])
    expect(JSON.parse(take('a.json', one, other, ['a', 'b.c.1', 'b.e', 'd']).text)).toEqual(JSON.parse(other))
    expect(take('a.json', one, other, ['a']).text).toMatch(/^\{\n {4}"a": 2,\n {4}"b"/)
    expect(take('a.json', one, other).none).toBe(one)
  })
})

it('takes lines of other files over, blocks as a whole', () => {
  const a = lines('Listen 80', '# note', 'Timeout 60', 'KeepAlive On')
  const b = lines(
    'Listen 80',
    'Timeout 300',
    'KeepAlive On',
    '<Location /a>',
    '  Require all',
    '</Location>',
    'X 1',
  )
  expect(take('httpd.conf', a, b).keys).toEqual(['line 3: Timeout', 'new line 4: Location', 'new line 7: X'])
  expect(take('httpd.conf', a, b, ['new line 4: Location']).text).toBe(
    `${a}<Location /a>\n  Require all\n</Location>\n`,
  )
})

const key = fc.constantFrom('a', 'b', 'c', 'd', 'e')
const scalar = fc.oneof(fc.integer(), fc.boolean(), fc.constantFrom('x', 'y z', '"q"', "it's", ''))
const data = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, scalar, fc.array(tie('value'), { maxLength: 3 }), tie('map')),
  map: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
})).map

const yamlOf = (value: unknown, indent = ''): string =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
    ? `\n${Object.entries(value)
        .map(([name, one]) => `${indent}# of ${name}\n${indent}${name}:${yamlOf(one, `${indent}  `)}`)
        .join('\n')}`
    : ` ${JSON.stringify(value)}`

const xmlOf = (value: unknown, name: string, indent = ''): string => {
  if (typeof value !== 'object' || value === null)
    return `${indent}<${name} v="${String(value).replaceAll('"', '&quot;')}"/>`
  const children = Object.entries(value).map(([inner, one]) =>
    xmlOf(one, Array.isArray(value) ? 'item' : inner, `${indent}  `),
  )
  return children.length === 0
    ? `${indent}<${name}/>`
    : `${indent}<${name}>\n${indent}  <!-- ${name} -->\n${children.join('\n')}\n${indent}</${name}>`
}

const propertiesOf = (value: unknown): string =>
  Object.entries(value as object)
    .map(([name, one]) => `# of ${name}\n${name} = ${JSON.stringify(one)}`)
    .join('\n')

it.each([
  ['a.yaml', (value: unknown) => `${yamlOf(value).trimStart()}\n`],
  ['a.json', (value: unknown) => JSON.stringify(value, null, 2)],
  ['a.xml', (value: unknown) => xmlOf(value, 'root')],
  ['a.properties', propertiesOf],
  ['a.conf', propertiesOf],
])('of %s: none is the first file, all make the second one, any part lies between', (path, print) => {
  fc.assert(
    fc.property(data, data, fc.infiniteStream(fc.boolean()), (one, other, choice) => {
      const a = print(one)
      const b = print(other)
      const { differences, compose } = textDifferences(path, a, b)
      expect(compose(new Set())).toBe(a)
      expect(textDifferences(path, compose(new Set(differences.keys())), b).differences).toEqual([])
      const some = new Set([...differences.keys()].filter(() => choice.next().value))
      // What is left to take over lies where something was not taken, where both sides are read by the same format.
      const left = textDifferences(path, compose(some), b).differences.map(({ key }) => key)
      const rest = differences.flatMap(({ key }, at) => (some.has(at) ? [] : [key]))
      // Elements that nothing tells apart may be others once there are more of them.
      if ([...left, ...rest].some((key) => /^(new )?line |item|^the whole/.test(key))) return
      const near = (one: string) => rest.some((key) => key.startsWith(one) || one.startsWith(key))
      expect(left.filter((key) => !near(key))).toEqual([])
    }),
  )
})
