import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../test/support/database.ts'
import {
  answeringEngine,
  commandAnswers,
  engineAnswers,
  type Said,
  sayingCommands,
} from '../../test/support/engine/answers.ts'
import { engineAddresses } from './address.ts'
import { diagnose } from './doctor.ts'
import { openEngines } from './engines.ts'

beforeEach(({ skip }) => skip(process.platform === 'win32', 'sockets and scripts of a POSIX system'))

/** A machine of its own: what listens where, and which commands there are. */
const machine = async ({
  engines = {},
  commands = {},
  env = {},
  uid = 1000,
}: {
  engines?: Readonly<Record<string, keyof typeof engineAnswers>>
  commands?: Readonly<Record<string, Said>>
  env?: Record<string, string>
  uid?: number
}) => {
  const folder = temporaryFolder()
  onTestFinished(() => folder[Symbol.dispose]())
  const root = join(folder.path, 'r')
  for (const [socket, kind] of Object.entries(engines)) {
    const engine = await answeringEngine(join(root, socket), engineAnswers[kind])
    onTestFinished(engine.close)
  }
  const surroundings = {
    ...{ platform: 'linux' as const, home: join(root, 'home'), uid, root },
    env: { PATH: sayingCommands(join(folder.path, 'bin'), commands), ...env },
  }
  const said = async () => {
    const { engine, compose, findings } = await diagnose(openEngines(surroundings))
    const finding = (name: string) => findings.find((one) => one.name === name)
    return {
      kind: engine?.kind ?? null,
      at: engine?.address.host.replace(`unix://${root}`, ''),
      compose,
      finding,
    }
  }
  return { root, surroundings, said }
}

const both = {
  docker: commandAnswers['docker compose'],
  'docker-compose': commandAnswers['docker-compose 1'],
}

test('Docker is asked before Podman, and the plugin before the command of old', async () => {
  const { said } = await machine({
    engines: { 'var/run/docker.sock': 'docker', 'run/user/1000/podman/podman.sock': 'podman' },
    commands: { ...both, podman: commandAnswers['podman compose'] },
  })
  const { kind, at, compose, finding } = await said()
  expect({ kind, at, compose }).toEqual({
    kind: 'docker',
    at: '/var/run/docker.sock',
    compose: { name: 'docker compose', version: '2.29.7' },
  })
  expect(finding('engine')?.finding).toMatch(/^Docker 24\.0\.7 answers at unix:/)
  expect(finding('compose')).toMatchObject({ level: 'ok', finding: 'Compose: docker compose 2.29.7.' })
  expect(finding('version')).toMatchObject({ level: 'ok' })
})

test.each([
  ['its own Compose', { podman: commandAnswers['podman compose'] }, 'podman compose', '1.2.0'],
  [
    'podman-compose where it has none',
    {
      docker: commandAnswers['docker without Compose'],
      podman: commandAnswers['podman without a provider'],
      'podman-compose': commandAnswers['podman-compose'],
    },
    'podman-compose',
    '1.5.0',
  ],
  [
    'docker-compose, which is older',
    { ...both, docker: commandAnswers['docker without Compose'] },
    'docker-compose',
    '1.29.2',
  ],
])('Podman without root is found at its socket, with %s', async (_, commands, name, version) => {
  const { said } = await machine({ engines: { 'run/user/1000/podman/podman.sock': 'podman' }, commands })
  const { kind, at, compose, finding } = await said()
  expect({ kind, at, compose }).toEqual({
    kind: 'podman',
    at: '/run/user/1000/podman/podman.sock',
    compose: { name, version },
  })
  expect(finding('engine')?.finding).toMatch(/^Podman 5\.4\.0 answers at unix:/)
})

test('Compose of Podman is not taken for Docker: it would start containers elsewhere', async () => {
  const { said } = await machine({
    engines: { 'var/run/docker.sock': 'docker' },
    commands: {
      docker: commandAnswers['docker without Compose'],
      podman: commandAnswers['podman compose'],
      'podman-compose': commandAnswers['podman-compose'],
    },
  })
  const { compose, finding } = await said()
  expect(compose).toBeNull()
  expect(finding('compose')).toMatchObject({
    level: 'problem',
    finding: 'No Compose command that speaks to Docker is installed.',
    remedy: expect.stringContaining('docker-compose-plugin'),
  })
})

test('a Compose that is too old is a problem', async () => {
  const { said } = await machine({
    engines: { 'var/run/docker.sock': 'docker' },
    commands: { 'docker-compose': commandAnswers['docker-compose of old'] },
  })
  expect((await said()).finding('compose')).toMatchObject({
    level: 'problem',
    finding: expect.stringContaining('1.21.0. It is too old'),
  })
})

test('DOCKER_HOST is the only place that is asked, and a context comes before the usual sockets', async () => {
  const engines = { 'var/run/docker.sock': 'docker', 'run/podman/podman.sock': 'podman' } as const
  const usual = await machine({ engines })
  const chosen = { ...usual.surroundings.env, DOCKER_HOST: `unix://${usual.root}/run/podman/podman.sock` }
  expect(engineAddresses({ ...usual.surroundings, env: chosen }).map(({ from }) => from)).toEqual([
    'DOCKER_HOST',
  ])
  const meta = join(usual.root, 'home/.docker/contexts/meta')
  // The folder of a context is named by the SHA-256 of its name.
  const colima = join(meta, 'f24fd3749c1368328e2b149bec149cb6795619f244c5b584e844961215dadd16', 'meta.json')
  mkdirSync(dirname(colima), { recursive: true })
  writeFileSync(join(usual.root, 'home/.docker/config.json'), '{"currentContext":"colima"}')
  writeFileSync(colima, '{"Endpoints":{"docker":{"Host":"unix:///colima.sock"}}}')
  expect(
    engineAddresses(usual.surroundings)
      .map(({ from }) => from)
      .slice(0, 4),
  ).toEqual(['Docker context "colima"', 'Docker', 'Docker without root', 'Podman without root'])
  const { finding } = await (
    await machine({ env: { DOCKER_HOST: 'unix:///no/such.sock' }, commands: { podman: {} } })
  ).said()
  expect(finding('engine')?.finding).toBe('DOCKER_HOST names unix:///no/such.sock, where nothing is.')
})

test.each([
  [1000, 'systemctl --user enable --now podman.socket'],
  [0, 'sudo systemctl enable --now podman.socket'],
])('Podman that does not listen for the user %i is told how to', async (uid, how) => {
  const { said } = await machine({ uid, commands: { podman: commandAnswers['podman compose'] } })
  expect((await said()).finding('engine')).toMatchObject({
    level: 'problem',
    finding: 'Podman is installed, and does not listen for others.',
    remedy: `Say "${how}", then try again.`,
  })
})

test('a socket that nobody listens at names what starts it', async () => {
  const { root, said } = await machine({})
  const socket = join(root, 'run/user/1000/podman/podman.sock')
  mkdirSync(dirname(socket), { recursive: true })
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(socket, resolve))
  // It leaves its socket behind, as an engine does that was killed.
  server.on('connection', (connection) => connection.destroy())
  onTestFinished(() => void server.close())
  expect((await said()).finding('engine')).toMatchObject({
    level: 'problem',
    finding: expect.stringContaining('Podman without root does not answer at'),
    remedy: expect.stringContaining('systemctl --user enable --now podman.socket'),
  })
})

test('without anything it says what to install, and that processes run without', async () => {
  const { finding, compose } = await (await machine({})).said()
  expect(compose).toBeNull()
  expect(finding('engine')).toMatchObject({
    finding: 'No container engine was found on this machine.',
    remedy: expect.stringContaining('Install Docker or Podman'),
  })
  expect(finding('compose')).toMatchObject({ finding: 'No Compose command is installed.' })
})
