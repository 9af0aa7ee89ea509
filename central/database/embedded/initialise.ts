import { randomBytes } from 'node:crypto'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { BenchError } from '../../../shared/contract/error.ts'
import { codeOf } from '../failures.ts'
import type { Binaries } from './binaries.ts'
import { runProgram } from './program.ts'
import type { ServerUser } from './server-user.ts'

export const SUPERUSER = 'casebench'

const UNFINISHED = 'postgres.new-'
/** Far longer than a new cluster takes, so that what another process is making is left alone. */
const ABANDONED_AFTER = 10 * 60_000

export interface Home {
  readonly folder: string
  readonly binaries: Binaries
  readonly user: ServerUser | undefined
  readonly password: string
}

export const clusterIn = (folder: string): string => join(folder, 'postgres')

/**
 * Makes the database cluster of a folder unless it is there. It is made under another name and moved when it is whole,
 * so that neither a crash nor a second process leaves half of one.
 */
export const initialise = async (home: Home): Promise<void> => {
  const { folder, user } = home
  if (existsSync(join(clusterIn(folder), 'PG_VERSION'))) return
  sweep(folder)
  const own = join(folder, `${UNFINISHED}${randomBytes(6).toString('hex')}`)
  const passwordFile = `${own}.password`
  try {
    mkdirSync(own, { mode: 0o700 })
    writeFileSync(passwordFile, home.password, { mode: 0o600, flag: 'wx' })
    if (user) for (const path of [own, passwordFile]) chownSync(path, user.uid, user.gid)
    await initdb(home, own, passwordFile)
    renameSync(own, clusterIn(folder))
  } catch (error) {
    // Another process was first; its cluster has the same password.
    if (!/^(ENOTEMPTY|EEXIST|EPERM)$/.test(codeOf(error) ?? '') || !existsSync(clusterIn(folder))) throw error
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(own, { recursive: true, force: true })
  }
}

const initdb = async ({ binaries, user }: Home, own: string, passwordFile: string): Promise<void> => {
  const { code, said } = await runProgram(
    binaries.initdb,
    [
      `--pgdata=${own}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
    ],
    { user, cwd: own },
  )
  if (code !== 0)
    throw new BenchError(
      'no-database',
      `The embedded PostgreSQL could not make its database: ${said.split('\n').at(-1)}. Nothing else was changed. Check that the disk has room and the folder can be written.`,
      { said },
    )
}

const sweep = (folder: string): void => {
  for (const name of readdirSync(folder).filter((one) => one.startsWith(UNFINISHED))) {
    const path = join(folder, name)
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    if (age > ABANDONED_AFTER) rmSync(path, { recursive: true, force: true })
  }
}
