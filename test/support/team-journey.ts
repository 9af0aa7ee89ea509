import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as shell } from './shell.ts'
import { openTeam, type Team } from './team.ts'

/** `test` of journeys with a service of a team, and with a folder of their own for files. */
export const test = shell.extend<{ team: Team; folder: string }>({
  team: async ({ env: _env }, use) => {
    const team = await openTeam()
    await use(team)
    await team.close()
  },
  folder: async ({ env: _env }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'casebench-files-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
})
