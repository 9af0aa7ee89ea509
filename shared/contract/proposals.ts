import { z } from 'zod'
import { component, id } from '../domain/entities.ts'
import { call, service } from './define.ts'

const words = z.string().max(20_000)

/** A service of a proposed environment, and why it is as it is. */
const proposedService = z.object({
  name: z.string(),
  /** The recipe it was made from, and its title. */
  recipe: z.string(),
  title: z.string(),
  version: z.string(),
  /** With tag. */
  image: z.string(),
  /** Why this image. */
  reason: words,
  /** What of the case it stands for; empty where another service needs it. */
  stands: words,
  startSeconds: z.int(),
  memoryMb: z.int(),
  ports: z.array(
    z.object({ name: z.string(), container: z.int(), host: z.int(), open: z.string().nullable() }),
  ),
  licence: z.object({ name: z.string(), url: z.string() }).nullable(),
  login: z.object({ registry: z.string(), url: z.string() }).nullable(),
})

/** An environment made of the components of a case; nothing of it is written yet. */
export const proposal = z.object({
  /** Files of the workspace; `environment/compose.yaml` first. */
  files: z.array(z.object({ path: z.string(), text: z.string() })),
  services: z.array(proposedService),
  wires: z.array(z.object({ from: z.string(), to: z.string(), interface: z.string(), note: words })),
  /** Drivers that no image has, and the folder of the workspace each belongs into. */
  drivers: z.array(
    z.object({ service: z.string(), purl: z.string(), folder: z.string(), reaches: z.string() }),
  ),
  /** What was taken for granted, as sentences. */
  assumptions: z.array(words),
  unmatched: z.array(z.object({ component, reason: words })),
})
export type Proposal = z.output<typeof proposal>

const written = z.object({
  /** Paths of the workspace that were made. */
  written: z.array(z.string()),
  /** What stood there with these very bytes. */
  same: z.array(z.string()),
  /** What stood there with others: it was left, and the proposal lies beside it. */
  beside: z.array(z.object({ path: z.string(), proposed: z.string() })),
})

/** Environments proposed from the components of a case, out of the recipes. */
export const proposals = service(
  'proposals',
  ['not-found', 'no-components', 'no-match', 'refused', 'no-git', 'vanished', 'exists', 'invalid'] as const,
  {
    /** What would be written. Throws `no-components`, and `no-match` where no recipe knows any of them. */
    propose: call(z.object({ caseId: id }), proposal),
    /** Writes it into the workspace, which is made if need be; nothing that is there is changed. */
    write: call(z.object({ caseId: id }), z.object({ proposal, ...written.shape })),
  },
)
