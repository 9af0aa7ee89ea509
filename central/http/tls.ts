import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { BenchError } from '../../shared/contract/error.ts'

/** Reads a certificate with its chain, and its key, both PEM. Throws a sentence where they cannot be used. */
export const readTls = (certPath: string, keyPath: string): { cert: Buffer; key: Buffer } => {
  try {
    const tls = { cert: readFileSync(certPath), key: readFileSync(keyPath) }
    createSecureContext(tls)
    return tls
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new BenchError(
      'bad-input',
      `The certificate cannot be used (${certPath} and ${keyPath}): ${reason}. Nothing was started. Give a PEM certificate and its key.`,
    )
  }
}
