import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { findCompose } from '../../../host/engine/compose-command.ts'
import type { Engine } from '../../../host/engine/engines.ts'
import { runCommand } from '../../../host/engine/run.ts'
import { environmentBench } from '../../support/engine/bench.ts'
import { productImage } from '../../support/engine/images.ts'
import { withFolder } from '../host.ts'
import type { BenchInput, Measure } from '../report.ts'

/** Health is looked at once a second, which makes a start of 4.5 s one of 5.6 s now and then: only many even that out. */
const rounds = 11
const bar = 1.15

const mean = (times: number[]): number => times.reduce((sum, time) => sum + time, 0) / times.length

const compose = (tomcat: string, postgres: string) => `
services:
  db:
    image: ${postgres}
    environment: { POSTGRES_USER: app, POSTGRES_PASSWORD: app, POSTGRES_DB: shop }
    healthcheck: { test: [CMD, pg_isready, -q, -h, 127.0.0.1, -U, app], interval: 1s, retries: 60 }
    volumes: [ "data:/var/lib/postgresql/data" ]
  web:
    image: ${tomcat}
    depends_on: { db: { condition: service_healthy } }
    ports: [ "127.0.0.1:18099:8080" ]
    healthcheck: { test: [CMD, bash, -c, "exec 3<>/dev/tcp/127.0.0.1/8080"], interval: 1s, retries: 60 }
volumes: { data: {} }
`

/** Compose alone, then the same wait: until both say that they are healthy. */
const bare = async ({ docker, env, kind }: Engine, folder: string, name: string): Promise<number> => {
  const command = await findCompose(env, kind)
  if (!command) throw new Error('There is no Compose command here')
  const run = (...act: string[]) =>
    runCommand({ file: command.file, args: [...command.args, '--project-name', name, ...act], folder, env })
  const began = performance.now()
  const { exitCode, stderr } = await run('up', '--detach')
  if (exitCode !== 0) throw new Error(stderr)
  const filters = { label: [`com.docker.compose.project=${name}`], health: ['healthy'] }
  while ((await docker.listContainers({ filters })).length < 2) await delay(100)
  const took = performance.now() - began
  await run('down', '--volumes')
  return took
}

/** From the wish to the last healthy service, each round with new volumes, in turns with the floor. */
export const upBench = async (engine: Engine, { say }: BenchInput): Promise<Measure[]> => {
  const file = compose(await productImage('tomcat'), await productImage('postgres'))
  const bench = await environmentBench(file)
  const ours: number[] = []
  const floor: number[] = []
  try {
    await withFolder(async (path) => {
      const folder = join(path, 'bare')
      mkdirSync(folder)
      writeFileSync(join(folder, 'docker-compose.yml'), file)
      for (let round = 0; round < rounds; round += 1) {
        floor.push(await bare(engine, folder, `casebench-bare-${process.pid}`))
        const began = performance.now()
        await bench.up()
        ours.push(performance.now() - began)
        await bench.host.client.environments.down({ caseId: bench.caseId, purge: true })
        say(
          `round ${round + 1}: ${Math.round(ours.at(-1) ?? 0)} ms, bare ${Math.round(floor.at(-1) ?? 0)} ms`,
        )
      }
    })
  } finally {
    await bench.close()
  }
  const [value, bareTime] = [mean(ours), mean(floor)]
  const ratio = value / bareTime
  return [
    {
      ...{
        name: 'env up of Tomcat and PostgreSQL to healthy, mean',
        value,
        unit: 'ms',
        floor: bareTime,
        ratio,
      },
      ...{ bar: `≤ ${bar} × Compose`, met: ratio <= bar },
    },
  ]
}
