import { expect, test } from 'vitest'
import type { EnvironmentLock } from '../../shared/domain/stack/lock.ts'
import { type ComparedEnvironment, compareEnvironments } from './differences.ts'
import { isNoise } from './noise.ts'
import { counterpart } from './pair-files.ts'

const service = (name: string, version: string, settings: Record<string, string> = {}) => ({
  ...{ name, version, settings },
  image: `${name}:${version}`,
  imageId: '',
  digest: '',
  process: null,
})

const environment = (
  services: EnvironmentLock['services'] | null,
  files: Record<string, string> = {},
): ComparedEnvironment => ({
  lock: services && {
    format: 1,
    at: 0,
    services,
    files: {},
    engine: null,
    host: { os: 'linux', kernel: '', arch: 'x64', cpus: 1, memoryBytes: 1 },
  },
  files: new Map(Object.entries(files)),
  digests: new Map(),
})

const now = environment(
  [service('tomcat', '10.1.28', { JAVA_OPTS: '-Xmx1g', HOSTNAME: 'prod-7' }), service('db', '16.4')],
  {
    'opt/tomcat/conf/server.xml': '<Server><Connector port="8080" maxThreads="200"/></Server>',
    'opt/tomcat/conf/app.properties': '#Mon Nov 02 08:11:30 UTC 2026\npool.max=8\nlog.dir=/var/log/app\n',
  },
)
const healthy = environment(
  [service('tomcat', '10.1.24', { JAVA_OPTS: '-Xmx1g', HOSTNAME: 'prod-3' }), service('db', '16.4')],
  {
    'opt/tomcat/conf/server.xml': '<Server><Connector port="8080" maxThreads="200"/></Server>',
    'opt/tomcat/conf/app.properties': '#Sun Oct 04 07:00:00 UTC 2026\npool.max=50\nlog.dir=/srv/log/app\n',
  },
)
const ours = environment([service('tomcat', '10.1.24', { JAVA_OPTS: '-Xmx512m' }), service('db', '16.9')], {
  'environment/tomcat/server.xml': '<Server><Connector port="8080" maxThreads="10"/></Server>',
  'environment/tomcat/app.properties': 'pool.max=8\n',
  'environment/tomcat/extra.xml': '<x/>',
})

test('what changed since the customer was healthy comes first, noise last', () => {
  const found = compareEnvironments({ now, healthy, ours }, ['Apache Tomcat', 'in-house pool'])
  const shown = found.map(({ where, key, noise }) => `${where} ${key}${noise ? ' (noise)' : ''}`)
  expect(found[0]).toMatchObject({
    kind: 'version',
    where: 'tomcat',
    now: '10.1.28',
    healthy: '10.1.24',
    ours: '10.1.24',
  })
  expect(found[0]?.reason).toBe(
    'It changed since the customer was healthy; ours is still as when it was healthy, so ours may not show the problem; the case names tomcat.',
  )
  expect(found[1]).toMatchObject({
    where: 'opt/tomcat/conf/app.properties',
    key: 'pool.max',
    now: '8',
    healthy: '50',
    ours: '8',
    files: {
      now: 'opt/tomcat/conf/app.properties',
      healthy: 'opt/tomcat/conf/app.properties',
      ours: 'environment/tomcat/app.properties',
    },
  })
  const firstNoise = found.findIndex(({ noise }) => noise)
  expect(found.slice(firstNoise).every(({ noise }) => noise)).toBe(true)
  expect(shown.slice(firstNoise).join('\n')).toMatch(/HOSTNAME/)
  expect(shown.slice(firstNoise).join('\n')).toMatch(/log\.dir/)
  expect(shown.join('\n')).toMatch(/db (?!.*noise)/)
  expect(found).toContainEqual(
    expect.objectContaining({
      kind: 'file',
      where: 'environment/tomcat/extra.xml',
      now: null,
      ours: 'there',
      files: { now: null, healthy: null, ours: 'environment/tomcat/extra.xml' },
    }),
  )
  expect(found).toContainEqual(
    expect.objectContaining({
      kind: 'setting',
      where: 'tomcat',
      key: 'JAVA_OPTS',
      healthy: '-Xmx1g',
      ours: '-Xmx512m',
    }),
  )
  expect(found.some(({ now: a, healthy: b, ours: c }) => a === b && b === c)).toBe(false)
})

test('with two environments the third says nothing', () => {
  const found = compareEnvironments({ now, healthy, ours: null }, [])
  expect(found.every((one) => one.ours === null)).toBe(true)
  expect(found.map(({ where, key }) => `${where} ${key}`)).not.toContain('tomcat JAVA_OPTS')
  expect(compareEnvironments({ now, healthy: now, ours: now }, [])).toEqual([])
})

test('a side without a lock is not compared by versions', () => {
  const found = compareEnvironments({ now, healthy: environment(null, { 'a.txt': 'x' }), ours: null }, [])
  expect(found.some(({ kind }) => kind === 'version')).toBe(false)
})

test('files are paired by the end of their paths', () => {
  const files = new Map(['a/tomcat/conf/server.xml', 'b/jetty/server.xml', 'x.xml'].map((path) => [path, '']))
  expect(counterpart('opt/conf/server.xml', files)).toBe('a/tomcat/conf/server.xml')
  expect(counterpart('server.xml', files)).toBeNull()
  expect(counterpart('y/x.xml', files)).toBe('x.xml')
  expect(counterpart('y/z.xml', files)).toBeNull()
})

test.each([
  ['started', ['2026-01-01T08:00:00Z', '2026-02-01T08:00:00Z'], true],
  ['bind', ['10.0.0.1', '10.0.0.2:8080'], true],
  ['db', ['db1.example.com', 'db2.example.com'], true],
  ['factory', ['org.apache.Foo', 'org.apache.Bar'], false],
  ['docBase', ['/opt/app/web', '/srv/app/web'], true],
  ['pool.max', ['8', '50'], false],
  ['timeout', ['8', null], false],
  ['verify.host', ['true', 'false'], false],
])('%s %j is noise: %s', (key, values, noise) => {
  expect(isNoise(key, values)).toBe(noise)
})
