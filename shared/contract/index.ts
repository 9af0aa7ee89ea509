import { attachments } from './attachments.ts'
import { bench } from './bench.ts'
import { bisections } from './bisections.ts'
import { cards } from './cards.ts'
import { cases } from './cases.ts'
import { compare } from './compare.ts'
import { components, customers, history, local, people, views } from './desk.ts'
import { environments } from './environments.ts'
import { evidence } from './evidence.ts'
import { files } from './files.ts'
import { imports } from './imports.ts'
import { licences } from './licences.ts'
import { patches } from './patches.ts'
import { presence } from './presence.ts'
import { proposals } from './proposals.ts'
import { recipes } from './recipes.ts'
import { runs } from './runs.ts'
import { snapshots } from './snapshots.ts'
import { sync } from './sync.ts'
import { recordings, terminals } from './terminals.ts'
import { timeline } from './timeline.ts'
import { transfers } from './transfers.ts'
import { vault } from './vault.ts'
import { workspaces } from './workspaces.ts'

/** Everything a host can be asked, one line per service. */
export const services = {
  attachments,
  bench,
  cards,
  bisections,
  cases,
  compare,
  components,
  customers,
  environments,
  evidence,
  files,
  history,
  imports,
  licences,
  local,
  patches,
  people,
  presence,
  proposals,
  recipes,
  recordings,
  runs,
  snapshots,
  sync,
  terminals,
  timeline,
  transfers,
  vault,
  views,
  workspaces,
} as const

export type Services = typeof services
