import { createWriteStream } from 'node:fs'
import { arch, cpus, release, totalmem, type } from 'node:os'
import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import type { Check } from '../../shared/contract/bench.ts'

/**
 * Writes a zip for a bug report: versions, the machine and the findings, with numbers only. Paths lose the user's
 * folder, and nothing of any customer or case is in it.
 */
export const writeBundle = async (
  path: string,
  { version, checks, home }: { version: string; checks: Check[]; home: string },
) => {
  const scrub = (text: string) => (home ? text.replaceAll(home, '~') : text)
  const facts = {
    casebench: version,
    versions: process.versions,
    system: { type: type(), release: release(), arch: arch(), cpus: cpus().length, memory: totalmem() },
    checks: checks.map(({ name, ok, finding }) => ({ name, ok, finding: scrub(finding) })),
  }
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from(`${JSON.stringify(facts, null, 2)}\n`), 'facts.json')
  zip.end()
  await pipeline(zip.outputStream as Readable, createWriteStream(resolve(path), { mode: 0o600 }))
}
