import { readFile, rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import type { DesktopError } from '../../shared/contract/desktop.ts'
import { BenchError } from '../../shared/contract/error.ts'

/** The system's key store; Electron's `safeStorage` is one. */
export interface KeyStore {
  /** Whether what is encrypted is safe from another user's eyes: false where the key itself would lie beside it. */
  trustworthy(): Promise<boolean>
  encrypt(text: string): Promise<Uint8Array>
  decrypt(bytes: Uint8Array): Promise<string>
}

export interface Secrets {
  store(name: string, value: string | null): Promise<void>
  read(name: string): Promise<string | null>
}

export const secretsAtMost = 100

const stored = z.record(z.string(), z.base64())

/** Secrets in one file, each encrypted by the key store. Throws `no-key-store` where there is none, or `full`. */
export const openSecrets = (file: string, keys: KeyStore): Secrets => {
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const next = last.then(task, task)
    last = next
    return next
  }

  const store = async (name: string, value: string | null) => {
    const all = await load(file)
    if (value === null) all.delete(name)
    else {
      await insist(keys)
      if (!all.has(name) && all.size >= secretsAtMost)
        throw new BenchError<DesktopError>(
          'full',
          `The secret was not kept: there are ${secretsAtMost} already. Remove one first.`,
        )
      all.set(name, Buffer.from(await keys.encrypt(value)).toString('base64'))
    }
    await save(file, all)
  }

  const read = async (name: string) => {
    const kept = (await load(file)).get(name)
    if (kept === undefined) return null
    await insist(keys)
    try {
      return await keys.decrypt(Buffer.from(kept, 'base64'))
    } catch {
      // The key changed (a new login keyring, a copied profile): the secret is lost and has to be given again.
      return null
    }
  }

  return {
    store: (name, value) => inTurn(() => store(name, value)),
    read: (name) => inTurn(() => read(name)),
  }
}

const insist = async (keys: KeyStore) => {
  if (await keys.trustworthy()) return
  throw new BenchError<DesktopError>(
    'no-key-store',
    'The secret was not kept: this system offers no key store to encrypt it with. ' +
      'Unlock or install one (GNOME Keyring, KWallet) and try again.',
  )
}

const load = async (file: string): Promise<Map<string, string>> => {
  try {
    return new Map(Object.entries(stored.parse(JSON.parse(await readFile(file, 'utf8')))))
  } catch {
    // Missing or damaged: secrets can be given again, and a broken file must not lock a person out.
    return new Map()
  }
}

const save = async (file: string, all: Map<string, string>) => {
  const temporary = `${file}.new`
  await writeFile(temporary, JSON.stringify(Object.fromEntries(all)), { mode: 0o600, flush: true })
  await rename(temporary, file)
}
