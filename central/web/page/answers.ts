import type { z } from 'zod'
import type {
  accountAnswer,
  auditAnswer,
  customerAnswer,
  deviceAnswer,
  teamAnswer,
} from '../../access/answers.ts'
import type { Role } from '../../access/caller.ts'
import type { erasureAnswer } from '../../erasure/list.ts'
import type { storageAnswer, syncHealthAnswer } from '../../health/answers.ts'
import type { holderAnswer } from '../../holdings/holders.ts'
import type { KeptImage } from '../../images/answers.ts'

export type { KeptImage, Role }
export type Account = z.output<typeof accountAnswer>
export type Device = z.output<typeof deviceAnswer>
export type Team = z.output<typeof teamAnswer>
export type Customer = z.output<typeof customerAnswer>
export type AuditEntry = z.output<typeof auditAnswer>
export type Erasure = z.output<typeof erasureAnswer>
export type Holder = z.output<typeof holderAnswer>
export type SyncHealth = z.output<typeof syncHealthAnswer>
export type Storage = z.output<typeof storageAnswer>

export interface Me {
  readonly account: { readonly id: string; readonly name: string; readonly role: Role }
  readonly organisation: { readonly name: string }
}
