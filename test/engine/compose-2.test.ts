import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest'
import { type EnvironmentBench, environmentBench, labelled, projectOf } from '../support/engine/bench.ts'
import { productImage } from '../support/engine/images.ts'
import { newerCompose } from '../support/engine/newer-compose.ts'

let image: string
let bench: EnvironmentBench | undefined
beforeEach(async ({ skip }) => {
  skip(inject('noEngine') !== '', inject('noEngine'))
  const found = await newerCompose()
  if ('missing' in found) skip(found.missing)
  else vi.stubEnv('PATH', `${found.folder}:${process.env.PATH}`)
  image = await productImage('chatter')
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await bench?.close()
  bench = undefined
})

test('Compose 2 starts what Compose 1 starts: built, wired, with what is not turned on left out', async () => {
  bench = await environmentBench(`
name: theirs
services:
  db:
    image: "${image}"
    container_name: prod-db
    init: true
    environment: { A: "$\${B} and \${C:-c}" }
    command: [sh, -c, "echo db $$A; exec sleep 1000"]
    healthcheck: { test: [CMD, "true"], interval: 1s }
    volumes: ["data:/data", "./conf:/conf:ro"]
  web:
    build: { context: ., args: { X: "1" } }
    image: "shop:1"
    init: true
    command: [sh, -c, "getent hosts db prod-db && exec sleep 1000"]
    depends_on: { db: { condition: service_healthy } }
    ports: ["8080", "127.0.0.1:18231:8081"]
    networks: [front, default]
  debug: { image: "${image}", profiles: [debug] }
  worker:
    x-casebench: { process: { command: [sh, -c, "echo worker; exec sleep 1000"] } }
volumes: { data: {} }
networks: { front: {} }
`)
  const { client } = bench.host
  const { caseId } = bench
  bench.write('environment/Dockerfile', `FROM ${image}\n`)
  bench.write('environment/conf/x', 'x\n')
  await expect(bench.up()).rejects.toMatchObject({ code: 'refused' })
  const { dangers } = await client.environments.review({ caseId })
  const refused = dangers.filter(({ level }) => level === 'refused')
  expect(refused.map(({ kind }) => kind)).toEqual(['local-process'])
  await client.environments.allow({ caseId, dangers: refused.map(({ id }) => id), allow: true })

  const environment = await bench.up()
  expect(environment).toMatchObject({ state: 'up', services: expect.any(Array) })
  expect(environment.services.map(({ service, ready }) => `${service} ${ready}`).toSorted()).toEqual([
    'db true',
    'web true',
    'worker true',
  ])
  const web = environment.services.find(({ service }) => service === 'web')
  expect(web?.ports.map(({ container, host }) => `${host} ${container}`).toSorted()).toEqual([
    '127.0.0.1 8080',
    '127.0.0.1 8081',
  ])
  const said: string[] = []
  for await (const { lines } of client.environments.logs({ caseId }))
    said.push(...lines.map(({ text }) => text))
  expect(said).toContain(`db ${'$'}{B} and c`)

  const project = `casebench.project=${projectOf(bench)}`
  const made = labelled(project)
  expect(made.map((line) => line.split(' ')[0])).toEqual([
    ...['container', 'container', 'network', 'network', 'volume'],
  ])
  // The second generation writes its names with a dash.
  expect(made).toContain(`container ${projectOf(bench)}-db-1`)
  await client.environments.down({ caseId, purge: true })
  expect(labelled(project)).toEqual([])
})
