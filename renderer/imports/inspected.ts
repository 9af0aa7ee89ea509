import type { CsvMapping } from '../../shared/contract/imports.ts'
import type { ImportFormat } from '../../shared/domain/vocabulary.ts'
import type { HostClient } from '../app/bench.ts'
import type { Chosen } from './files.ts'

type Inspection = Awaited<ReturnType<HostClient['imports']['inspect']>>

/** A chosen file with what the host found in it, and what the person made of that. */
export interface InspectedFile extends Chosen {
  found: Inspection | null
  /** Why the host could not read its head. */
  problem: unknown
  format: ImportFormat | 'auto'
  mapping: CsvMapping | null
}

export const formatNames: Record<ImportFormat, string> = {
  github: 'GitHub issues',
  jira: 'Jira',
  zendesk: 'Zendesk',
  bugzilla: 'Bugzilla',
  csv: 'CSV',
  eml: 'E-mail (.eml)',
  mbox: 'Mailbox (.mbox)',
  casebench: 'Casebench export',
}

/** Looks into a chosen file, as `format` or as whatever it is. */
export const inspectFile = async (
  client: Pick<HostClient, 'imports'>,
  chosen: Chosen,
  format: ImportFormat | 'auto' = 'auto',
): Promise<InspectedFile> => {
  try {
    const found = await client.imports.inspect({ source: chosen.source, format })
    return { ...chosen, found, problem: null, format: found.format, mapping: found.csv?.guess ?? null }
  } catch (problem) {
    return { ...chosen, found: null, problem, format, mapping: null }
  }
}

/** The mapping with `target` filled from `column`; an empty column leaves the target open. */
export const withColumn = (mapping: CsvMapping, target: string, column: string): CsvMapping => {
  const columns = Object.fromEntries(Object.entries(mapping.columns).filter(([name]) => name !== target))
  return { ...mapping, columns: column === '' ? columns : { ...columns, [target]: column } }
}

/** The mapping with one value of a target translated; an empty translation leaves the value as it is. */
export const withValue = (
  mapping: CsvMapping,
  { target, from, to }: { target: string; from: string; to: string },
): CsvMapping => {
  const values = Object.fromEntries(
    Object.entries(mapping.values[target] ?? {}).filter(([value]) => value !== from),
  )
  return {
    ...mapping,
    values: { ...mapping.values, [target]: to === '' ? values : { ...values, [from]: to } },
  }
}
