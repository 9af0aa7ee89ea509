import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findProjects } from './find.ts'
import { importProject } from './import.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'import-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const write = (files: Record<string, string>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

const shop = {
  'bundle/shop/docker-compose.yml':
    'include: [parts/cache.yaml]\nservices:\n  web: { image: "nginx:$TAG" }\n  debug: { image: busybox, profiles: [tools, test] }\n',
  'bundle/shop/docker-compose.override.yml': 'services:\n  web: { ports: ["127.0.0.1:80:80"] }\n',
  'bundle/shop/docker-compose.prod.yml': 'services: {}\n',
  'bundle/shop/.env': 'TAG=1.27\n',
  'bundle/shop/parts/cache.yaml': 'services:\n  redis: { image: redis, profiles: [cache] }\n',
  'bundle/shop/conf/nginx.conf': '# mine\r\n',
}

describe('the Compose projects of a workspace', () => {
  it('are files that belong together, with profiles and services', async () => {
    write({
      ...shop,
      'other/compose.yaml': 'services: { a: { image: b } }\n',
      'node_modules/x/compose.yaml': 'services: {}\n',
    })
    expect(await findProjects(root)).toEqual([
      {
        ...{ folder: 'other', files: ['other/compose.yaml'], others: [], parts: [] },
        ...{ env: false, services: ['a'], profiles: [] },
      },
      {
        folder: 'bundle/shop',
        files: ['bundle/shop/docker-compose.yml', 'bundle/shop/docker-compose.override.yml'],
        others: ['bundle/shop/docker-compose.prod.yml'],
        parts: ['bundle/shop/parts/cache.yaml'],
        env: true,
        services: ['web', 'debug', 'redis'],
        profiles: ['cache', 'test', 'tools'],
      },
    ])
  })

  it('do not count what another includes, and are none where none is', async () => {
    write({ 'compose.yaml': 'include: [sub/compose.yaml]\n', 'sub/compose.yaml': 'services: {}\n' })
    expect((await findProjects(root)).map(({ folder }) => folder)).toEqual([''])
    rmSync(join(root, 'compose.yaml'))
    rmSync(join(root, 'sub'), { recursive: true })
    expect(await findProjects(root)).toEqual([])
  })
})

describe('importing a project', () => {
  it('copies it as it is', async () => {
    write(shop)
    chmodSync(join(root, 'bundle/shop/conf/nginx.conf'), 0o640)
    symlinkSync('conf/nginx.conf', join(root, 'bundle/shop/link'))
    symlinkSync('/etc/passwd', join(root, 'bundle/shop/out'))
    expect(await importProject(root, 'bundle/shop')).toEqual({ copied: 6, leftOut: ['out'], missing: [] })
    for (const [path, text] of Object.entries(shop))
      expect(readFileSync(join(root, path.replace('bundle/shop', 'environment')), 'utf8')).toBe(text)
    expect(statSync(join(root, 'environment/conf/nginx.conf')).mode & 0o777).toBe(0o640)
    expect(readdirSync(root).toSorted()).toEqual(['bundle', 'environment'])
  })

  it('says what it needs that lies beside it', async () => {
    write({ 'a/compose.yaml': 'include: [../common/c.yaml]\n', 'common/c.yaml': 'services: {}\n' })
    expect((await importProject(root, 'a')).missing).toEqual(['common/c.yaml'])
  })

  it('takes the workspace itself without what is not of it', async () => {
    write({ 'compose.yaml': 'services: {}\n', '.git/HEAD': 'ref\n' })
    expect((await importProject(root, '')).copied).toBe(1)
    expect(readdirSync(join(root, 'environment'))).toEqual(['compose.yaml'])
  })

  it('never takes the place of an environment', async () => {
    write({ ...shop, 'environment/notes.txt': 'mine\n' })
    await expect(importProject(root, 'bundle/shop')).rejects.toMatchObject({ code: 'exists' })
    await expect(importProject(root, 'environment')).rejects.toMatchObject({ code: 'exists' })
    expect(readdirSync(root).toSorted()).toEqual(['bundle', 'environment'])
    expect(readdirSync(join(root, 'environment'))).toEqual(['notes.txt'])
  })

  it('has nothing to take where there is no Compose file', async () => {
    write({ 'a/readme': '' })
    await expect(importProject(root, 'a')).rejects.toMatchObject({ code: 'not-found' })
  })
})
