import type { Sql } from '../database/sql.ts'

export interface AuditEntry {
  readonly act: string
  readonly outcome: 'done' | 'refused'
  readonly accountId: string | null
  readonly deviceId: string | null
  readonly address: string
  readonly subject: string
  readonly details: Readonly<Record<string, string | number | boolean | null>>
}

export const writeAudit = async (sql: Sql, entry: AuditEntry): Promise<void> => {
  const { act, outcome, accountId, deviceId, address, subject, details } = entry
  await sql.query(
    'insert into audit (act, outcome, account_id, device_id, address, subject, details) values ($1, $2, $3, $4, $5, $6, $7)',
    [act, outcome, accountId, deviceId, address, subject, JSON.stringify(details)],
    { prepared: 'write-audit' },
  )
}
