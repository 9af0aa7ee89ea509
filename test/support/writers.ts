import { v7 } from 'uuid'
import { addAccount } from '../../central/access/accounts.ts'
import { type AccessWorld, commandLine } from '../../central/access/act.ts'
import { registerDevice } from '../../central/access/devices.ts'
import { grantCustomer } from '../../central/access/restriction.ts'
import { readableStreams } from '../../central/access/streams.ts'
import { addTeam } from '../../central/access/teams.ts'
import { push } from '../../central/sync/push.ts'
import type { Sender } from '../../central/sync/world.ts'
import type { Case, TimelineEvent } from '../../shared/domain/entities.ts'
import type { Draft } from '../../shared/sync/operations.ts'
import type { SentOperation } from '../../shared/sync/protocol.ts'

/** A bench as the service sees it: it numbers what it sends. */
export interface Writer {
  sender: Sender
  accountId: string
  /** Sends drafts as operations of this bench; answers what came of them. */
  send(drafts: readonly Draft[]): Promise<{ ids: string[]; outcomes: string[] }>
}

export const aCase = (more: Partial<Case> = {}): Case => ({
  id: v7(),
  ref: `CB-${Math.floor(Math.random() * 1e9)}`,
  title: 'Pool exhausted',
  description: '',
  status: 'new',
  severity: 3,
  kind: 'question',
  customerId: null,
  contractId: null,
  ownerId: null,
  reporterId: null,
  dueAt: null,
  resolution: '',
  createdAt: Date.now(),
  updatedAt: Date.now(),
  origin: null,
  original: {},
  tags: [],
  components: [],
  trashedAt: null,
  mergedInto: null,
  ...more,
})

export const aNote = (caseId: string, body: string, authorId: string): TimelineEvent => ({
  id: v7(),
  caseId,
  kind: 'note',
  lane: 'internal',
  authorId,
  at: Date.now(),
  body,
  corrects: null,
  retractedAt: null,
  externalId: null,
})

export const addNote = (event: TimelineEvent): Draft => ({
  type: 'event.add',
  entity: event.id,
  payload: { event },
})

export const createCase = (value: Case): Draft => ({
  type: 'case.create',
  entity: value.id,
  payload: { case: value },
})

/** An account with a bench, without HTTP between. */
export const openWriter = async (world: AccessWorld, name: string, team?: string): Promise<Writer> => {
  const account = await addAccount(world, commandLine, { name, role: 'engineer', ...(team ? { team } : {}) })
  const device = await registerDevice(world, commandLine, { accountId: account.id, name, personId: v7() })
  const streams = new Set(await readableStreams(world.database, account.id))
  let dseq = 0
  const sender = { person: device.personId, deviceId: device.deviceId, streams, at: Date.now(), skew: 0 }
  return {
    accountId: account.id,
    sender,
    async send(drafts) {
      const operations = drafts.map(
        (draft): SentOperation => ({ id: v7(), dseq: ++dseq, v: 1, base: {}, at: Date.now(), ...draft }),
      )
      const request = { wire: 1, now: Date.now(), operations }
      const { answer } = await push(world.database, { request, sender: { ...sender, at: Date.now() } })
      return {
        ids: operations.map(({ id }) => id),
        outcomes: answer.results.map(({ outcome }) => outcome),
      }
    },
  }
}

/** A team that alone may reach this many customers. */
export const teamWithCustomers = async (world: AccessWorld, name: string, count: number) => {
  const team = await addTeam(world, commandLine, { name })
  const customers = Array.from({ length: count }, () => v7())
  for (const customerId of customers) await grantCustomer(world, commandLine, { team: team.id, customerId })
  return { team, customers }
}
