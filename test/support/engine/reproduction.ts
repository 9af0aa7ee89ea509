import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeAll, beforeEach, inject, onTestFinished } from 'vitest'
import type { Proposal } from '../../../shared/contract/proposals.ts'
import { type EnvironmentLock, environmentLock } from '../../../shared/domain/stack/lock.ts'
import { newCase, openDesk, serving, startCli } from '../../integration/cli-process.ts'

/** What a service is beside what was proposed: keys of Compose. */
type Service = Record<string, unknown>

/** What a check left on its case. */
export interface Evidence {
  /** What the steps printed, by the recording. */
  printed: string
  /** What the services wrote meanwhile. */
  logs: string
  lock: EnvironmentLock
  junit: string
}

/** A problem of a customer on a bench of its own; all acts are those of the command line. */
export interface Reproduction {
  readonly ref: string
  /** The workspace. */
  readonly root: string
  readonly proposal: Proposal
  /** Does one act and answers its JSON. Throws where the exit code is not 0. */
  casebench(...argv: string[]): Promise<unknown>
  /** Writes or reads a file of the workspace. */
  write(path: string, text: string): void
  read(path: string): string
  /** What a person adds to the proposed file, which itself stays as it is. */
  override(services: Record<string, Service>): void
  /** Runs repro.sh against the environment and puts the run onto the case; answers the verdict. */
  check(): Promise<string>
  /** What the newest run left on the case. */
  evidence(): Promise<Evidence>
  /** Names of the files that the newest event of a kind put onto the case, and the bytes of one. */
  attachments(kind: 'run' | 'bisection'): Promise<string[]>
  attached(name: string): Promise<Buffer>
}

/** For a file of tests: skips them where there is no engine, else builds images first, which no test has to wait for. */
export const needsImages = (build: () => Promise<unknown>): void => {
  beforeEach(({ skip }) => skip(inject('noEngine') !== '', inject('noEngine')))
  beforeAll(async () => {
    if (!inject('noEngine')) await build()
  })
}

/** Its Java compiles little, which starts sooner, and its health is asked for each second. */
export const startsSoon = (image: string): Service => ({
  image,
  environment: { CATALINA_OPTS: '-Xmx512m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC' },
  healthcheck: { interval: '1s' },
})

/**
 * Makes a case with components, proposes its environment from them, and has stand-ins take the place of the images that
 * cannot be pulled. When the test is over nothing of it is in the engine.
 */
export const reproduction = async (
  title: string,
  components: readonly string[],
  standIns: Record<string, Service>,
): Promise<Reproduction> => {
  const desk = await openDesk()
  await serving(desk)
  const { ref } = await newCase(desk, title, ...components.map((one) => `component=${one}`))
  onTestFinished(async () => void (await desk.json(['env', 'down', ref, '--purge'])))
  const casebench = (...argv: string[]) => desk.json(argv)
  const proposal = (await casebench('env', 'propose', ref)) as Proposal
  const { path: root } = (await casebench('workspace', 'path', ref)) as { path: string }
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  let services: Record<string, Service> = {}
  const override = (more: Record<string, Service>) => {
    const names = [...new Set([...Object.keys(services), ...Object.keys(more)])]
    services = Object.fromEntries(names.map((name) => [name, { ...services[name], ...more[name] }]))
    write('environment/compose.override.yaml', JSON.stringify({ services }, null, 2))
  }
  override(standIns)

  const attachments = async (kind: 'run' | 'bisection'): Promise<string[]> => {
    const { events } = (await casebench('show', ref)) as {
      events: { detail?: { type: string }; attachments: { name: string }[] }[]
    }
    const found = events.findLast((one) => one.detail?.type === kind)
    return (found?.attachments ?? []).map(({ name }) => name)
  }
  let copies = 0
  const saved = async (...argv: string[]): Promise<Buffer> => {
    copies += 1
    const path = join(desk.folder, `copy-${copies}`)
    const { code, stderr } = await startCli(['--data', desk.data, ...argv, '-o', path]).ended
    if (code !== 0) throw new Error(stderr)
    return readFileSync(path)
  }
  const attached = (name: string) => saved('save-attachment', ref, name)
  const check = async () => {
    const { verdict } = (await casebench('check', ref, '--attach')) as { verdict: string }
    return verdict
  }
  const evidence = async (): Promise<Evidence> => {
    const names = await attachments('run')
    const named = (ending: string) => names.find((name) => name.endsWith(ending)) ?? `none of ${ending}`
    const recording = await saved('recording', 'export', ref, named('.cast'), '--format', 'txt')
    return {
      printed: recording.toString(),
      logs: gunzipSync(await attached(named('.services.log.gz'))).toString(),
      lock: environmentLock.parse(JSON.parse((await attached(named('.lock.json'))).toString())),
      junit: (await attached(named('.junit.xml'))).toString(),
    }
  }
  const read = (path: string) => readFileSync(join(root, path), 'utf8')
  return { ref, root, proposal, casebench, write, read, override, check, evidence, attachments, attached }
}
