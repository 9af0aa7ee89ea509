import { rm } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { Engine } from '../engine/engines.ts'
import type { EnvironmentDesk } from './desk.ts'
import { madeFolder } from './names.ts'
import { removeEnvironment } from './remove.ts'
import { type EnvironmentRow, endAct, environmentRows, forgetEnvironment } from './rows.ts'

/** Milliseconds for which a Compose command of a killed host may still have made something. */
const stillMakingMs = 1500

/** Environments whose act was cut off by the end of an earlier host. */
export const cutOff = async (desk: EnvironmentDesk): Promise<EnvironmentRow[]> =>
  (await desk.database.read(environmentRows, {})).filter(({ act }) => act !== null)

/**
 * Clears away what acts left that a crash cut off: of a start, what it began; of a removal, the rest. Volumes that were
 * there before stay, unless they were to be purged. Throws `no-engine`; then it is done when one is there again.
 */
export const clearLeftovers = async (
  desk: EnvironmentDesk,
  rows: readonly EnvironmentRow[],
  signal: AbortSignal,
): Promise<void> => {
  const engine = await desk.engines.current()
  for (const row of rows) await clearOne(desk, engine, row)
  await delay(stillMakingMs, undefined, { signal }).catch(() => undefined)
  if (signal.aborted) return
  for (const row of rows) {
    await clearOne(desk, engine, row)
    await settle(desk, row)
  }
}

const clearOne = async (desk: EnvironmentDesk, { docker }: Engine, row: EnvironmentRow) => {
  const { project, act, volumes } = row
  const before = new Set(volumes)
  const goes = (name: string) => act === 'purging' || (act === 'starting' && !before.has(name))
  await removeEnvironment(docker, { benchId: desk.benchId, project }, { volumes: goes, graceSeconds: 5 })
}

const settle = async ({ database, dataDir }: EnvironmentDesk, { caseId, act }: EnvironmentRow) => {
  if (act === 'purging') {
    await rm(madeFolder(dataDir, caseId), { recursive: true, force: true })
    await database.write(forgetEnvironment, { caseId })
    return
  }
  const note =
    act === 'starting'
      ? 'Casebench ended in the middle of the last start; what it had begun was removed.'
      : 'Casebench ended while it was being taken down; the rest was removed at the next start.'
  await database.write(endAct, { caseId, note })
}
