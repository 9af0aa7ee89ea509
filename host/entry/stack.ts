import { v7 } from 'uuid'
import { bisections } from '../../shared/contract/bisections.ts'
import { cards } from '../../shared/contract/cards.ts'
import { compare } from '../../shared/contract/compare.ts'
import { environments } from '../../shared/contract/environments.ts'
import { licences } from '../../shared/contract/licences.ts'
import { proposals } from '../../shared/contract/proposals.ts'
import { recipes } from '../../shared/contract/recipes.ts'
import { runs } from '../../shared/contract/runs.ts'
import { snapshots } from '../../shared/contract/snapshots.ts'
import { vault } from '../../shared/contract/vault.ts'
import { type Endpoints, implement } from '../../shared/wire/server.ts'
import { volumeKeeper } from '../bisect/keep-volumes.ts'
import { localTags } from '../bisect/local-tags.ts'
import { openBisections } from '../bisect/service.ts'
import { cardsService } from '../cards/service.ts'
import { caseDetail } from '../cases/detail.ts'
import { compareService } from '../compare/service.ts'
import type { Database } from '../database/threads.ts'
import { hereNow, openEngines } from '../engine/engines.ts'
import { benchId } from '../environments/bench-id.ts'
import { projectOf } from '../environments/names.ts'
import { proposalsService } from '../environments/propose/service.ts'
import type { EnvironmentRunner } from '../environments/runner.ts'
import { openEnvironments } from '../environments/service.ts'
import type { Git } from '../git/git.ts'
import { openLicences } from '../licences/service.ts'
import { reportsOf } from '../recipes/choose.ts'
import { openRecipes } from '../recipes/load.ts'
import { recipesService } from '../recipes/service.ts'
import { openChecks } from '../runs/service.ts'
import { openSnapshots } from '../snapshots/service.ts'
import type { CentralAccess } from '../sync/service.ts'
import { vaultFolder } from '../vault/desk.ts'
import { imageEngine } from '../vault/engine.ts'
import { ensureImages } from '../vault/ensure.ts'
import { vaultService } from '../vault/service.ts'
import { stackImages } from '../vault/stack-images.ts'
import { openWorkspace } from '../workspace/open.ts'

export interface StackOptions {
  database: Database
  dataDir: string
  git: Git
  /** What runs environments in place of the engine of this machine. */
  runner?: EnvironmentRunner | undefined
  /** How to ask the central service as this bench. Throws `not-connected`. */
  central(): Promise<CentralAccess>
}

/** The part of the host's graph that rebuilds a customer's stack and proves the problem in it. */
export const openStack = async ({ database, dataDir, git, runner, central }: StackOptions) => {
  const common = { database, dataDir, newId: v7, now: Date.now }
  const loaded = openRecipes()
  const engines = openEngines(hereNow(process.env))
  const engine = async () => imageEngine((await engines.current()).docker)
  const ensure = async (names: readonly string[], signal: AbortSignal) =>
    ensureImages(names, { engine: await engine(), folder: await vaultFolder(common), signal })
  const workspace = async (caseId: string) =>
    (await openWorkspace({ database, dataDir, git }, { caseId })).path
  const imagesOf = async (key: string) => {
    const { case: found } = await database.read(caseDetail, { key })
    return stackImages(await workspace(found.id))
  }
  const licensed = openLicences({ ...common, env: process.env, imagesOf, recipes: loaded })
  const stacks = await openEnvironments({
    ...{ ...common, engines, env: process.env },
    mayUse: licensed.require,
    refusal: licensed.refusal,
    fromSnapshot: ({ caseId }, asked) => states.seed(caseId, asked),
    fromVault: ensure,
    reports: async (extension) => reportsOf(await loaded(), extension),
  })
  const running = runner ?? stacks.runner
  const checks = await openChecks({ ...common, git, env: process.env, environments: running })
  const bench = benchId(dataDir, v7)
  const stack = async (caseId: string) => {
    const { docker } = await engines.current()
    const { case: found } = await database.read(caseDetail, { key: caseId })
    return { docker, owner: { benchId: bench, caseId: found.id, project: projectOf(bench, found.ref) } }
  }
  const states = await openSnapshots({
    ...common,
    workspace,
    images: imagesOf,
    turn: stacks.turn,
    engine: async () => ({ docker: (await engines.current()).docker, benchId: bench }),
    stack,
  })
  const lock = async (caseId: string) =>
    (await running.exists(caseId)) ? running.lock(caseId).catch(() => null) : null
  const bisecting = await openBisections({
    ...{ ...common, git, environments: running, runs: checks },
    volumes: volumeKeeper({ ...common, snapshots: states, stack }),
    // Without an engine there are none.
    localTags: async (repository) => {
      const found = await engines.current().catch(() => null)
      return found ? localTags(found.docker, repository) : []
    },
  })
  const images = vaultService({ ...common, engine, imagesOf, central, licences: licensed })
  const handOn = cardsService({
    ...common,
    environments: running,
    workspace,
    imagesOf: stackImages,
    check: checks.handlers.check,
    carryOut: states.carryOut,
    carryIn: states.carryIn,
    variables: () => engines.environment(null),
    ensure,
  })
  const endpoints: Endpoints = new Map([
    ...implement(cards, handOn),
    ...implement(environments, stacks.handlers),
    ...implement(compare, compareService({ database, workspace, lock })),
    ...implement(licences, licensed.handlers),
    ...implement(bisections, bisecting.handlers),
    ...implement(proposals, proposalsService({ database, workspace, recipes: loaded })),
    ...implement(recipes, recipesService({ workspace, recipes: loaded })),
    ...implement(runs, checks.handlers),
    ...implement(snapshots, states.handlers),
    ...implement(vault, images),
  ])
  return {
    endpoints,
    shell: stacks.shell,
    async close() {
      await bisecting.close()
      await checks.close()
      await states.close()
      await stacks.close()
    },
  }
}
