import type { z } from 'zod'
import type { Database, Transaction } from '../database/sql.ts'
import { writeAudit } from './audit.ts'
import type { Caller } from './caller.ts'

/** What changed in who may reach what; told inside of the transaction that changes it. */
export type AccessChange =
  | { readonly kind: 'restricted' | 'unrestricted'; readonly customerId: string }
  | { readonly kind: 'granted' | 'revoked'; readonly teamId: string; readonly customerId: string }
  | { readonly kind: 'joined' | 'left'; readonly teamId: string; readonly accountId: string }
  | { readonly kind: 'disabled' | 'enabled'; readonly accountId: string }
  | { readonly kind: 'device-revoked'; readonly deviceId: string; readonly accountId: string }

export type OnAccessChange = (transaction: Transaction, change: AccessChange) => Promise<void>

/** What acts need beside the transaction. */
export interface AccessWorld {
  readonly database: Database
  readonly onAccessChange: OnAccessChange
}

/** Who does it. Nobody's account is the command line of the machine that the service runs on. */
export interface Actor {
  readonly accountId: string | null
  readonly deviceId: string | null
  readonly address: string
}

export const commandLine: Actor = { accountId: null, deviceId: null, address: 'command line' }

export const actorOf = ({ account, device }: Caller, address: string): Actor => ({
  accountId: account.id,
  deviceId: device?.id ?? null,
  address,
})

export interface Told {
  /** The id of what it was done to. */
  readonly subject: string
  readonly details?: Readonly<Record<string, string | number | boolean | null>>
}

export interface ActSpec<Input extends z.ZodType, Result> {
  /** As `team.grant`. */
  readonly name: string
  readonly input: Input
  run(transaction: Transaction, input: z.output<Input>, within: Within): Promise<Result>
  /** What the audit keeps of it: never a secret. */
  told(input: z.output<Input>, result: Result): Told
}

export interface Within {
  readonly actor: Actor
  readonly onAccessChange: OnAccessChange
}

export type Act<Input extends z.ZodType, Result> = (
  world: AccessWorld,
  actor: Actor,
  input: z.input<Input>,
) => Promise<Result>

/** An administrative act: checked, done in one transaction, and told to the audit in that same transaction. */
export const act =
  <Input extends z.ZodType, Result>(spec: ActSpec<Input, Result>): Act<Input, Result> =>
  async ({ database, onAccessChange }, actor, input) => {
    const parsed = spec.input.parse(input)
    return database.transaction(async (transaction) => {
      const result = await spec.run(transaction, parsed, { actor, onAccessChange })
      const { subject, details = {} } = spec.told(parsed, result)
      await writeAudit(transaction, { act: spec.name, outcome: 'done', ...actor, subject, details })
      return result
    })
  }
