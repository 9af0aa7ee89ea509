import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type OpenHost, openHost } from '../../bench/host.ts'
import { temporaryFolder } from '../database.ts'

/** A bench with one case whose workspace has an environment; all of it is gone from the engine at the end. */
export interface EnvironmentBench {
  readonly host: OpenHost
  readonly dataDir: string
  readonly caseId: string
  readonly ref: string
  /** The workspace. */
  readonly root: string
  /** Starts the environment; answers how it stands. */
  up(options?: { fresh?: boolean; timeoutSeconds?: number; signal?: AbortSignal }): ReturnType<typeof upOf>
  /** Writes a file of the workspace. */
  write(path: string, text: string): void
  close(): Promise<void>
}

/** The project name that a bench gives a case's environment. */
export const projectOf = ({ dataDir, ref }: Pick<EnvironmentBench, 'dataDir' | 'ref'>): string => {
  const path = join(dataDir, 'environments', 'bench.json')
  const { id } = JSON.parse(readFileSync(path, 'utf8')) as { id: string }
  return `casebench-${id.replaceAll('-', '').slice(-8)}-${ref.toLowerCase()}`
}

export const environmentBench = async (compose: string): Promise<EnvironmentBench> => {
  const folder = temporaryFolder()
  const host = await openHost(folder.path)
  const { client } = host
  const { id: caseId, ref } = await client.cases.create({ title: 'Rebuild the stack' })
  const { path: root } = await client.workspaces.open({ caseId })
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  write('environment/compose.yaml', compose)
  return {
    ...{ host, dataDir: folder.path, caseId, ref, root, write },
    up: (options = {}) => upOf(host, caseId, options),
    async close() {
      await client.environments.down({ caseId, purge: true })
      await host.close()
      folder[Symbol.dispose]()
    },
  }
}

const upOf = async (
  { client }: OpenHost,
  caseId: string,
  { signal, ...options }: { fresh?: boolean; timeoutSeconds?: number; signal?: AbortSignal },
) => {
  const steps = client.environments.up({ caseId, ...options }, signal ? { signal } : {})
  for await (const step of steps) if (step.type === 'done') return step.environment
  throw new Error('The start ended without a word')
}

/** As it was when the tests began: one of them leads the bench to the engine over a socket of its own. */
const env = { ...process.env }

/** What the engine has with a label, as `kind name`. */
export const labelled = (label: string): string[] => {
  const list = (kind: string, args: readonly string[], name: string) =>
    execFileSync('docker', [...args, '--filter', `label=${label}`, '--format', name], {
      encoding: 'utf8',
      env,
    })
      .split('\n')
      .filter(Boolean)
      .map((line) => `${kind} ${line}`)
  return [
    ...list('container', ['ps', '--all'], '{{.Names}}'),
    ...list('network', ['network', 'ls'], '{{.Name}}'),
    ...list('volume', ['volume', 'ls'], '{{.Name}}'),
  ]
}
