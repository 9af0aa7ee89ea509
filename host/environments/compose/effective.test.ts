import { expect, test } from 'vitest'
import { effectiveFile } from './effective.ts'
import { type ResolvedFile, resolvedFile } from './model.ts'

const owner = { benchId: 'b1', caseId: 'c1', project: 'casebench-00000001-cb-1' }
const labels = { 'casebench.bench': 'b1', 'casebench.case': 'c1', 'casebench.project': owner.project }

const effective = (file: object, more: Partial<Parameters<typeof effectiveFile>[1]> = {}): ResolvedFile =>
  effectiveFile(resolvedFile.parse(file), { owner, ports: new Map(), processes: new Set(), ...more })

test('everything carries our labels, whatever the file says of them', () => {
  const file = effective({
    services: {
      a: { image: 'a', labels: ['x=y=z', 'bare', 'casebench.bench=other'] },
      b: { image: 'b', labels: { n: 1 } },
    },
    networks: { back: null },
    volumes: { data: { labels: { 'casebench.case': 'other' } } },
  })
  expect(file.services.a?.labels).toEqual({ x: 'y=z', bare: '', ...labels })
  expect(file.services.b?.labels).toEqual({ n: 1, ...labels })
  expect(file.networks).toMatchObject({ default: { labels }, back: { labels } })
  expect(file.volumes).toMatchObject({ data: { labels } })
})

test('no name is shared with others on the engine, and services keep the names they know', () => {
  const file = effective({
    services: {
      db: { image: 'a', container_name: 'prod-db' },
      web: { image: 'b', networks: { back: { aliases: ['w'] } }, container_name: 'front' },
    },
    networks: { back: { name: 'shared' } },
    volumes: { data: { name: 'prod-data' }, theirs: { name: 'theirs', external: true } },
  })
  expect(file.services.db).not.toHaveProperty('container_name')
  expect(file.services.db?.networks).toEqual({ default: { aliases: ['prod-db'] } })
  expect(file.services.web?.networks).toEqual({ back: { aliases: ['w', 'front'] } })
  expect(file.volumes?.data?.name).toBe(`${owner.project}_data`)
  expect(file.networks?.back?.name).toBe(`${owner.project}_back`)
  expect(file.volumes?.theirs).toEqual({ name: 'theirs', external: true })
})

test('an image that is built here takes no name that others use', () => {
  const build = { context: '/w/environment' }
  const services = {
    Web: { image: 'postgres:15', build },
    worker: { image: 'postgres:15' },
    db: { image: 'postgres:16' },
    plain: { build: { ...build, labels: ['a=b'] } },
    text: { build: './x' },
  }
  const file = effective({ services })
  expect(file.services.Web).toMatchObject({ image: `${owner.project}_web`, build })
  expect(file.services.worker).toMatchObject({ image: `${owner.project}_web`, build })
  expect(file.services.db).toMatchObject({ image: 'postgres:16' })
  expect(file.services.plain).toMatchObject({ image: `${owner.project}_plain`, build })
  // Others than those of containers, which a container that somebody makes of the image would have as well.
  const image = {
    'casebench.bench.image': 'b1',
    'casebench.case.image': 'c1',
    'casebench.project.image': owner.project,
  }
  expect(file.services.worker?.build).toMatchObject({ labels: image })
  expect(file.services.text?.build).toEqual({ context: './x', labels: image })
  // A version that is tried is the one that was asked for.
  const varied = effective({ services }, { images: { Web: 'shop:2', worker: 'shop:2' } })
  expect(varied.services.Web).toMatchObject({ image: 'shop:2', build: undefined })
  expect(varied.services.worker).toMatchObject({ image: 'shop:2', build: undefined })
})

test('ports are published on the loopback address only, at the chosen port', () => {
  const file = effective(
    {
      services: {
        web: {
          image: 'a',
          ports: ['0.0.0.0:80:8080', { target: 53, published: 53, protocol: 'udp' }, 'nonsense'],
        },
      },
    },
    {
      ports: new Map([
        ['web 8080/tcp', 40_080],
        ['web 53/udp', 40_053],
      ]),
    },
  )
  expect(file.services.web?.ports).toEqual(['127.0.0.1:40080:8080/tcp', '127.0.0.1:40053:53/udp'])
})

test('a variation changes images and variables, and dollars of it stay dollars', () => {
  const file = effective(
    { services: { web: { image: 'a:1', build: '.', environment: { KEPT: '1', GONE: '2', LEVEL: 'info' } } } },
    { images: { web: 'a:2' }, environment: { web: { GONE: null, LEVEL: 'a$b' } } },
  )
  expect(file.services.web).toMatchObject({ image: 'a:2', environment: { KEPT: '1', LEVEL: 'a$$b' } })
  expect(file.services.web?.environment).not.toHaveProperty('GONE')
  expect(JSON.parse(JSON.stringify(file.services.web))).not.toHaveProperty('build')
})

test('local processes are not run by Compose, and nothing there waits for them', () => {
  const file = effective(
    {
      services: {
        app: { image: 'placeholder', 'x-casebench': { process: { command: ['x'] } } },
        web: { image: 'a', depends_on: { app: { condition: 'service_started' }, db: {} } },
        db: { image: 'b', depends_on: ['app'] },
      },
    },
    { processes: new Set(['app']) },
  )
  expect(Object.keys(file.services)).toEqual(['web', 'db'])
  expect(file.services.web?.depends_on).toEqual({ db: {} })
  expect(file.services.db?.depends_on).toEqual([])
})
