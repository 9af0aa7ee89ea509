import { z } from 'zod'
import {
  caseEntity,
  caseFields,
  component,
  customerFields,
  eventEntity,
  id,
  link,
  patchEntity,
  patchFields,
  personFields,
  tag,
} from '../domain/entities.ts'

/**
 * Every change of synced data is one of these. A type never changes its meaning: a new shape is a new `v`, and
 * old ones are upcast. `entity` is the row the operation is about; payloads carry every id that they create, so
 * that every reducer everywhere makes the same rows.
 */
export const operationPayloads = {
  'case.create': z.object({ case: caseEntity }),
  /** A whole record from elsewhere: creates or updates the case, adds events that are not there yet. */
  'case.import': z.object({ case: caseEntity, events: z.array(eventEntity) }),
  'case.set': z.object({ set: caseFields.partial(), event: eventEntity.nullable() }),
  'case.tags': z.object({ add: z.array(tag), remove: z.array(tag) }),
  'case.components': z.object({ add: z.array(component), remove: z.array(component) }),
  'case.trash': z.object({ trashed: z.boolean() }),
  'case.merge': z.object({ into: id, event: eventEntity }),
  'case.unmerge': z.object({ from: id, eventId: id }),
  'event.add': z.object({ event: eventEntity }),
  'event.retract': z.object({ retracted: z.boolean() }),
  'link.add': z.object({ link }),
  'link.remove': z.object({}),
  'patch.create': z.object({ patch: patchEntity }),
  'patch.set': z.object({ set: patchFields.partial() }),
  'patch.remove': z.object({}),
  'customer.set': z.object({ set: customerFields.partial() }),
  /** Takes the making of a customer back; who still refers to it finds nobody. */
  'customer.remove': z.object({}),
  'person.set': z.object({ set: personFields.partial() }),
  'person.remove': z.object({}),
  /** Chooses the value of a field that two people changed; the first who does so decides. */
  'conflict.resolve': z.object({ value: z.unknown(), by: id.nullable() }),
} as const

export type OperationType = keyof typeof operationPayloads
export type Payload<T extends OperationType> = z.output<(typeof operationPayloads)[T]>

/** What a person's act asks for; the writer completes it to an operation. */
export type Draft = {
  [T in OperationType]: { type: T; entity: string; payload: Payload<T> }
}[OperationType]

/** The version of each operation type's payload that this program writes. */
export const operationVersion = 1

/** An operation as it lies in the outbox. `dseq` is dense per device; `at` is for display only. */
export type Operation = Draft & {
  id: string
  dseq: number
  v: number
  /**
   * What the fields that need care were when this was made, as this device saw them with its own changes before. Values
   * and no version numbers, so that it says the same to a service that was restored.
   */
  base: Record<string, unknown>
  at: number
}
