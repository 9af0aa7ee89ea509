import { type TransferSettings, transferSettings } from '../../../shared/contract/transfers.ts'
import type { Database } from '../../database/threads.ts'
import { getLocal, putLocal } from '../../desk/local.ts'
import { usualSettings } from './transfer.ts'

/** Where this bench keeps what its person allows. */
const key = 'transfers'

type Part = { [K in keyof TransferSettings]?: TransferSettings[K] | undefined }

export interface SettingsKeeper {
  now(): TransferSettings
  /** Changes what is given. Durable when it resolves. */
  set(part: Part): Promise<void>
}

/** What was kept, as far as it can be read: a value of another version falls back to the usual one. */
export const readSettings = (kept: unknown): TransferSettings => {
  const known = typeof kept === 'object' && kept !== null ? kept : {}
  const entries = Object.entries(transferSettings.shape).flatMap(([name, schema]) => {
    const parsed = schema.safeParse((known as Record<string, unknown>)[name])
    return parsed.success ? [[name, parsed.data]] : []
  })
  return { ...usualSettings, ...Object.fromEntries(entries) }
}

export const keepSettings = async (database: Database): Promise<SettingsKeeper> => {
  let settings = readSettings((await database.read(getLocal, { key })).value)
  return {
    now: () => settings,
    async set(part) {
      const given = Object.entries(part).filter(([, value]) => value !== undefined)
      settings = { ...settings, ...Object.fromEntries(given) }
      await database.write(putLocal, { key, value: settings })
    },
  }
}
