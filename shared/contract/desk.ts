import { z } from 'zod'
import {
  component,
  customerEntity,
  customerFields,
  id,
  personEntity,
  personFields,
} from '../domain/entities.ts'
import { caseGroups, caseSorts } from './cases.ts'
import { call, service, stream } from './define.ts'
import { partly, stepNumber, stepped } from './step.ts'

const search = z.object({
  search: z.string().max(200).default(''),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(500).default(100),
})

/** People, on our side or a customer's. */
export const people = service('people', ['not-found', 'invalid'] as const, {
  list: call(
    search,
    z.object({ people: z.array(personEntity.extend({ openCases: z.int() })), total: z.int() }),
  ),
  get: call(z.object({ id }), personEntity),
  set: call(z.object({ id: id.optional(), set: personFields.partial() }), stepped.extend({ id })),
  /** The person this bench belongs to. */
  me: call(z.object({}), personEntity),
})

export const customers = service('customers', ['not-found', 'invalid'] as const, {
  list: call(
    search,
    z.object({ customers: z.array(customerEntity.extend({ openCases: z.int() })), total: z.int() }),
  ),
  get: call(z.object({ id }), customerEntity),
  set: call(z.object({ id: id.optional(), set: customerFields.partial() }), stepped.extend({ id })),
})

/** What the cases are about: each distinct package, product or in-house application. */
export const components = service('components', ['not-found', 'invalid', 'changed-since'] as const, {
  list: call(
    search,
    z.object({
      components: z.array(component.extend({ cases: z.int(), versions: z.int() })),
      total: z.int(),
    }),
  ),
  versions: call(
    z.object({ name: z.string().max(1000) }),
    z.object({ versions: z.array(component.extend({ cases: z.int() })) }),
  ),
  /**
   * Changes a component in every case that names it: all its versions, or the one given. One that gets the name of
   * another becomes one with it. One step of undo; cancelled, what is done stays.
   */
  change: stream(
    z.object({
      from: component
        .pick({ kind: true, name: true })
        .extend({ version: component.shape.version.unwrap().optional() }),
      set: z
        .object({
          kind: component.shape.kind,
          name: component.shape.name,
          version: component.shape.version.unwrap(),
          purl: component.shape.purl.unwrap(),
        })
        .partial(),
    }),
    partly,
  ),
})

export const savedView = z.object({
  id,
  name: z.string().trim().min(1).max(100),
  query: z.string().max(2000),
  sort: z.enum(caseSorts).default('updated'),
  descending: z.boolean().default(true),
  group: z.enum(caseGroups).default('none'),
  columns: z.array(z.string().max(40)).max(30).default([]),
  position: z.number().default(0),
})
export type SavedView = z.output<typeof savedView>

/** Saved views of the case list; they belong to this bench and are not synced. */
export const views = service('views', ['not-found'] as const, {
  watch: stream(z.object({}), z.object({ views: z.array(savedView) })),
  put: call(savedView.partial({ id: true }), z.object({ id })),
  remove: call(z.object({ id }), z.object({})),
})

/** Undo and redo of changes to synced data; both survive a restart. */
export const history = service('history', ['nothing', 'changed-since'] as const, {
  watch: stream(z.object({}), z.object({ undo: z.string().nullable(), redo: z.string().nullable() })),
  /** Takes back the step named, as its act answered it, or else the newest one of this bench, whoever made it. */
  undo: call(z.object({ step: stepNumber.optional() }), z.object({ label: z.string() })),
  redo: call(z.object({ step: stepNumber.optional() }), z.object({ label: z.string() })),
  /** As `undo` and `redo`, telling how far it is. Cancelled, it goes on where it stopped when asked again. */
  replay: stream(
    z.object({ way: z.enum(['undo', 'redo']), step: stepNumber.optional() }),
    partly.extend({ label: z.string() }),
  ),
})

/** Unsent texts and small choices of this bench, each under a key of the view that owns it. Durable when answered. */
export const local = service('local', ['too-large'] as const, {
  get: call(z.object({ key: z.string().max(200) }), z.object({ value: z.unknown() })),
  put: call(z.object({ key: z.string().max(200), value: z.unknown() }), z.object({})),
  /** All values whose key starts with `prefix`. */
  list: call(
    z.object({ prefix: z.string().max(200) }),
    z.object({ entries: z.array(z.object({ key: z.string(), value: z.unknown() })) }),
  ),
})
