import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../test/support/database.ts'
import { stackImages } from './stack-images.ts'

const imagesOf = async (files: Record<string, string>): Promise<string[]> => {
  using folder = temporaryFolder()
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder.path, 'environment', path)), { recursive: true })
    writeFileSync(join(folder.path, 'environment', path), text)
  }
  return await stackImages(folder.path)
}

test('all files of a project tell its images, whatever they are called', async () => {
  const images = await imagesOf({
    '.env': 'TAG=16\nCOMPOSE_PROFILES=extra\n',
    'docker-compose.yml':
      `include: [queue/compose.yaml]
services:
  db: { image: "postgres:$` +
      `{TAG:-15}" }
  web: { extends: { file: common.yaml, service: java } }
  debug: { image: "debugger:1", profiles: [debug] }
  more: { image: "more:1", profiles: [extra] }
`,
    'docker-compose.override.yml': 'services: { more: { image: "more:2" } }\n',
    'queue/compose.yaml': 'services: { broker: { image: "activemq:6" } }\n',
    'common.yaml': 'services: { java: { image: "tomcat:10" }, unused: { image: "unused:1" } }\n',
  })
  expect(images.toSorted()).toEqual(['activemq:6', 'more:2', 'postgres:16', 'tomcat:10'])
})

test('an image that is built here is none to keep', async () => {
  const compose = `services:
  web: { image: "shop:1", build: . }
  worker: { image: "shop:1" }
  db: { image: "postgres:16" }
`
  expect(await imagesOf({ 'compose.yaml': compose })).toEqual(['postgres:16'])
})

test('a case without an environment says so', async () => {
  await expect(imagesOf({})).rejects.toMatchObject({ code: 'not-found' })
})
