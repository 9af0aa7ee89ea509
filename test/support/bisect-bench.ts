import { mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { v7 } from 'uuid'
import type { z } from 'zod'
import { openBisections } from '../../host/bisect/service.ts'
import { createCase } from '../../host/cases/changes.ts'
import { openGit } from '../../host/git/git.ts'
import { openChecks } from '../../host/runs/service.ts'
import { openWorkspace } from '../../host/workspace/open.ts'
import { bisections } from '../../shared/contract/bisections.ts'
import type { Bisection } from '../../shared/domain/stack/bisection.ts'
import { temporaryFolder } from './database.ts'
import { directDatabase } from './direct-database.ts'
import { localEnvironment } from './local-environment.ts'

type Asked = z.input<(typeof bisections)['methods']['run']['input']>
type Begun<A = Exclude<Asked, { mode: 'resume' }>> = A extends { caseId: string } ? Omit<A, 'caseId'> : never

const compose = `services:
  web:
    image: local/web:1.0
    ports: ["8080"]
`

/** A case with a workspace and an environment of real processes, and the services for checks and bisections beside it. */
export const bisectBench = async ({
  badFrom = 99,
  missing = [],
}: {
  badFrom?: number
  missing?: readonly string[]
} = {}) => {
  const folder = temporaryFolder()
  const data = directDatabase()
  const { database } = data
  const dataDir = join(realpathSync(folder.path), 'bench')
  mkdirSync(join(dataDir, 'blobs'), { recursive: true })
  const git = openGit({ env: { ...process.env, HOME: folder.path, XDG_CONFIG_HOME: folder.path } })
  const { id: caseId } = await database.write(createCase, { title: 'A case' })
  const root = (await openWorkspace({ database, dataDir, git }, { caseId })).path
  mkdirSync(join(root, 'environment/web'), { recursive: true })
  writeFileSync(join(root, 'environment/compose.yaml'), compose)
  writeFileSync(join(root, 'environment/web/server.properties'), 'size=8\nstrict=no\n')
  const environment = localEnvironment({ root, badFrom, missing })
  const common = { database, dataDir, git, environments: environment, newId: v7, now: Date.now }
  const checks = await openChecks({ ...common, env: process.env })
  const bisecting = await openBisections({
    ...common,
    runs: checks,
    volumes: null,
    localTags: async () => [],
  })
  const context = { signal: new AbortController().signal, mayNamePaths: true }
  const toTheEnd = async (asked: Asked): Promise<Bisection> => {
    const input = bisections.methods.run.input.parse(asked)
    for await (const item of bisecting.handlers.run(input, context))
      if (item.type === 'done') return item.bisection as Bisection
    throw new Error('It ended without a word')
  }
  return {
    ...{ database, dataDir, caseId, root, environment, context },
    handlers: { runs: checks.handlers, bisections: bisecting.handlers },
    repro: (script: string) => writeFileSync(join(root, 'repro.sh'), script),
    images: () => environment.ups.map(({ variation }) => variation?.images?.web),
    run: (asked: Begun) => toTheEnd({ ...asked, caseId } as Asked),
    /** Goes on with the newest one. */
    async resume(): Promise<Bisection> {
      for await (const { bisections: all } of bisecting.handlers.watch({ caseId, limit: 1 }, context))
        return toTheEnd({ mode: 'resume', id: all[0]?.id ?? '' })
      throw new Error('There is none')
    },
    async close() {
      await bisecting.close()
      await checks.close()
      await environment.down(caseId, { purge: true, signal: context.signal })
      data[Symbol.dispose]()
      folder[Symbol.dispose]()
    },
  }
}
