import { z } from 'zod'
import { caseKey } from '../../../shared/contract/cases.ts'
import type { Environment } from '../../../shared/contract/environments.ts'
import { type Act, type CommandGroup, command, wholeNumber } from '../command.ts'
import { environmentText } from '../environments/text.ts'
import { neutral, safeJson } from '../text/neutral.ts'
import { envDoctor, envReclaim } from './env-doctor.ts'
import { envImport, envRecipes } from './env-import.ts'
import { envPropose } from './env-propose.ts'
import { snapshot } from './snapshot.ts'

const ref = caseKey
const caseOf = async (act: Act, key: string) => (await (await act.client()).cases.get({ key })).case

const print = async (act: Act, environment: Environment) =>
  act.out.result(environment, () => environmentText(environment, act))

/** Starts it and waits, with what happens on standard error. */
const bringUp = async (act: Act, asked: { ref: string; fresh: boolean; timeout: number }) => {
  const client = await act.client()
  const { id } = await caseOf(act, asked.ref)
  const steps = client.environments.up(
    { caseId: id, fresh: asked.fresh, timeoutSeconds: asked.timeout },
    { signal: act.signal },
  )
  let environment: Environment | undefined
  for await (const step of steps) {
    if (step.type === 'progress') act.out.progress.show(step.text)
    else environment = step.environment
  }
  if (environment) {
    const moved = environment.services.flatMap(({ service, ports }) =>
      ports.map((port) => ({ service, ...port })),
    )
    for (const { service, instead, port } of moved)
      if (instead !== null)
        act.out.say(`Port ${instead} of ${service} is taken on this machine; it is at ${port} instead.`)
    await print(act, environment)
  }
  return undefined
}

const timeoutOption = ['--timeout <seconds>', 'how long services may take to get ready', '900'] as const
const timeout = wholeNumber.pipe(z.int().min(1).max(86_400))

const collect = (value: string, before: string[]) => [...before, value]

const up = command({
  usage: 'up <ref>',
  summary: 'Start the environment of a case and wait until every service is ready.',
  detail:
    'Reads environment/compose.yaml of the workspace. What asks for more than its own containers is refused until you allow it. Ports are published on this machine only; one that is taken is moved and told. The exit code is 1 where a service does not get ready.',
  examples: [
    'casebench env up CB-1042',
    'casebench env up CB-1042 --fresh --json',
    'casebench env up CB-1042 --service db',
  ],
  configure: (cli) =>
    void cli
      .option('--fresh', 'begin with empty volumes')
      .option('--service <name>', 'start only this service again')
      .option('--allow <id>', 'allow what was refused under this id; may be given again', collect, [])
      .option(...timeoutOption),
  input: z.object({
    ref,
    fresh: z.boolean().default(false),
    service: z.string().min(1).optional(),
    allow: z.array(z.string().min(1)),
    timeout,
  }),
  run: async (act, { service, allow, ...asked }) => {
    if (service !== undefined) return actOn(act, asked.ref, service, 'start')
    const { id } = await caseOf(act, asked.ref)
    if (allow.length > 0)
      await (await act.client()).environments.allow({ caseId: id, dangers: allow, allow: true })
    return bringUp(act, asked)
  },
})

const review = command({
  usage: 'review <ref>',
  summary: 'What the Compose file of a case would do beyond its own containers, line by line.',
  examples: ['casebench env review CB-1042', 'casebench env review CB-1042 --json'],
  input: z.object({ ref }),
  run: async (act, { ref: key }) => {
    const client = await act.client()
    const { id } = await caseOf(act, key)
    const { dangers } = await client.environments.review({ caseId: id })
    await act.out.result({ dangers }, () =>
      dangers.length === 0
        ? 'It keeps to its own containers.'
        : dangers
            .map((one) => {
              const what = one.allowed ? 'allowed' : one.level
              return `${what}  ${neutral(`${one.file}:${one.line} ${one.service} ${one.sentence}`)} [${one.id}]`
            })
            .join('\n'),
    )
    return undefined
  },
})

const actOn = async (act: Act, key: string, service: string, what: 'start' | 'stop' | 'restart') => {
  const client = await act.client()
  const { id } = await caseOf(act, key)
  await print(act, await client.environments.act({ caseId: id, service, act: what }))
  return undefined
}

const down = command({
  usage: 'down <ref>',
  summary: 'Take the environment of a case down; its volumes stay unless purged.',
  examples: [
    'casebench env down CB-1042',
    'casebench env down CB-1042 --purge',
    'casebench env down CB-1042 --service db',
  ],
  configure: (cli) =>
    void cli
      .option('--purge', 'remove volumes too, so that nothing is left')
      .option('--service <name>', 'stop only this service'),
  input: z.object({ ref, purge: z.boolean().default(false), service: z.string().min(1).optional() }),
  run: async (act, { ref: key, purge, service }) => {
    if (service !== undefined) return actOn(act, key, service, 'stop')
    const client = await act.client()
    const { id } = await caseOf(act, key)
    const removed = await client.environments.down({ caseId: id, purge }, { signal: act.signal })
    await act.out.result(removed, () => {
      const { containers, networks, volumes } = removed
      return `Removed ${containers} containers, ${networks} networks and ${volumes} volumes.`
    })
    return undefined
  },
})

const restart = command({
  usage: 'restart <ref>',
  summary: 'Restart one service of the environment of a case.',
  examples: ['casebench env restart CB-1042 --service web'],
  configure: (cli) => void cli.requiredOption('--service <name>', 'the service'),
  input: z.object({ ref, service: z.string().min(1) }),
  run: (act, { ref: key, service }) => actOn(act, key, service, 'restart'),
})

const status = command({
  usage: 'status <ref>',
  summary: 'The services of the environment of a case, each with its state and why.',
  detail: 'The exit code is 1 where it runs and not every service is ready.',
  examples: ['casebench env status CB-1042', 'casebench env status CB-1042 --usage --json'],
  configure: (cli) =>
    void cli
      .option('--usage', 'processor and memory of each, and the disk of all, too; takes seconds')
      .option('--service <name>', 'only this service'),
  input: z.object({ ref, usage: z.boolean().default(false), service: z.string().min(1).optional() }),
  run: async (act, { ref: key, usage, service }) => {
    const client = await act.client()
    const { id } = await caseOf(act, key)
    const all = await client.environments.status({ caseId: id })
    const found = {
      ...all,
      services: all.services.filter((one) => service === undefined || one.service === service),
    }
    let used: { service: string; container: string; cpu: number; memoryBytes: number }[] = []
    if (usage)
      for await (const { services } of client.environments.stats({ caseId: id })) {
        used = services
        break
      }
    const disk = usage ? (await client.environments.disk({ caseId: id })).disk : undefined
    const value = usage
      ? {
          ...found,
          disk,
          services: found.services.map((one) => {
            const own = used.find(({ container }) => container === one.container)
            return { ...one, cpu: own?.cpu ?? null, memoryBytes: own?.memoryBytes ?? null }
          }),
        }
      : found
    await act.out.result(value, () => environmentText(found, act, { used, disk }))
    return all.state === 'degraded' ? 1 : undefined
  },
})

const logs = command({
  usage: 'logs <ref>',
  summary: 'What the services of the environment of a case wrote, merged by time.',
  detail:
    'With --json each line is an object with service, at (milliseconds since 1970), stream (out or err) and text, on a line of its own, as it comes. What local processes wrote stays after "env down", until the environment is reset or purged; what containers wrote goes with them.',
  examples: [
    'casebench env logs CB-1042 --tail 100',
    'casebench env logs CB-1042 --service web --follow',
    'casebench env logs CB-1042 --follow --json',
  ],
  configure: (cli) =>
    void cli
      .option('--service <name>', 'only this service')
      .option('--tail <lines>', 'only so many of the last lines of each service')
      .option('-f, --follow', 'go on with what comes'),
  input: z.object({
    ref,
    service: z.string().min(1).optional(),
    tail: wholeNumber.pipe(z.int().max(1_000_000)).optional(),
    follow: z.boolean().default(false),
  }),
  run: async (act, { ref: key, service, tail, follow }) => {
    const client = await act.client()
    const { id } = await caseOf(act, key)
    const services = service === undefined ? [] : [service]
    const asked = { caseId: id, services, tail: tail ?? null, follow }
    for await (const { lines } of client.environments.logs(asked, { signal: act.signal })) {
      const text = lines.map((line) =>
        act.out.json ? safeJson(line) : `${neutral(line.service)} | ${neutral(line.text)}`,
      )
      await act.out.write(text.map((one) => `${one}\n`).join(''))
    }
    return undefined
  },
})

const reset = command({
  usage: 'reset <ref>',
  summary: 'Start the environment of a case anew, with empty volumes.',
  detail: 'What is in its volumes is gone. With --service only that service is restarted, and volumes stay.',
  examples: ['casebench env reset CB-1042', 'casebench env reset CB-1042 --service web --json'],
  configure: (cli) =>
    void cli.option('--service <name>', 'restart only this service').option(...timeoutOption),
  input: z.object({ ref, service: z.string().min(1).optional(), timeout }),
  run: async (act, { service, ...asked }) =>
    service === undefined
      ? bringUp(act, { ...asked, fresh: true })
      : actOn(act, asked.ref, service, 'restart'),
})

export const env: CommandGroup = {
  name: 'env',
  summary: "The customer's stack on this machine, one environment a case.",
  commands: [
    envPropose,
    envImport,
    envRecipes,
    status,
    review,
    up,
    down,
    restart,
    reset,
    logs,
    snapshot,
    envDoctor,
    envReclaim,
  ],
}
