import type { Document } from 'yaml'
import { BenchError } from '../../../shared/contract/error.ts'
import type { ResolvedFile } from './model.ts'

const key = 'x-casebench'

/**
 * Compose 1 forgets `x-…` of a service that two files describe; what the files themselves say of it takes its place, the
 * later one winning. Throws `invalid` where that has variables, which only Compose could put in.
 */
export const withExtensions = (file: ResolvedFile, documents: readonly Document.Parsed[]): ResolvedFile => ({
  ...file,
  services: Object.fromEntries(
    Object.entries(file.services).map(([name, service]) => {
      if (service[key] !== undefined) return [name, service]
      const said = documents.flatMap((document) => extensionOf(document, name) ?? [])
      if (said.length === 0) return [name, service]
      const extension: unknown = Object.assign({}, ...said)
      if (JSON.stringify(extension).replaceAll('$$', '').includes('$'))
        throw new BenchError(
          'invalid',
          `Two Compose files describe the service ${name}, and this Compose loses its ${key} then, which has variables. Write their values there, or describe the service in one file.`,
        )
      return [name, { ...service, [key]: extension }]
    }),
  ),
})

const extensionOf = (document: Document.Parsed, name: string): unknown => {
  const { services } = (document.toJS({ maxAliasCount: 100 }) ?? {}) as { services?: unknown }
  const service = isRecord(services) && Object.hasOwn(services, name) ? services[name] : undefined
  const found = isRecord(service) ? service[key] : undefined
  return isRecord(found) ? found : undefined
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
