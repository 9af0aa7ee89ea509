import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeDurably } from '../files/durable.ts'

/** The bench's token lies beside the database, so that a backup or an export never has it. */
const pathOf = (dataDir: string) => join(dataDir, 'sync-token')

export const keepToken = (dataDir: string, token: string): Promise<void> =>
  writeDurably(pathOf(dataDir), token, { mode: 0o600, id: 'sync-token' })

/** The bench's token; null where there is none. */
export const tokenOf = async (dataDir: string): Promise<string | null> => {
  try {
    return (await readFile(pathOf(dataDir), 'utf8')).trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

export const dropToken = (dataDir: string): Promise<void> => rm(pathOf(dataDir), { force: true })
