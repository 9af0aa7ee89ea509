import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { createSecureContext } from 'node:tls'
import { BenchError } from '../../shared/contract/error.ts'

export interface Tls {
  cert: Buffer
  key: Buffer
  /** Whether the certificate is valid for a name or address, as it stands in a Host header. */
  isFor(name: string): boolean
  /** A name that the certificate is for; undefined where it has none. */
  name: string | undefined
}

/** Reads a certificate with its chain, and its key, both PEM. Throws a sentence where they cannot be used. */
export const readTls = (certPath: string, keyPath: string): Tls => {
  const cert = read(certPath)
  const key = read(keyPath)
  try {
    createSecureContext({ cert, key })
    const parsed = new X509Certificate(cert)
    const isFor = (name: string) => {
      const bare = name.replace(/^\[|\]$/g, '')
      return (isIP(bare) ? parsed.checkIP(bare) : parsed.checkHost(bare)) !== undefined
    }
    const name = /(?:^|, )DNS:([\w.-]+)/.exec(parsed.subjectAltName ?? '')?.[1]
    return { cert, key, isFor, name }
  } catch (error) {
    throw unusable(`${certPath} and ${keyPath}`, error)
  }
}

const read = (path: string): Buffer => {
  try {
    return readFileSync(path)
  } catch (error) {
    throw unusable(path, error)
  }
}

const unusable = (what: string, error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error)
  return new BenchError(
    'invalid',
    `The certificate cannot be used (${what}): ${reason}. Nothing was started. Give a PEM certificate and its key.`,
  )
}
