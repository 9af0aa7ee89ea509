import { bisections } from '../bisections/feature.ts'
import { cards } from '../cards/feature.ts'
import { caseFeature } from '../case/feature.ts'
import { cases } from '../cases/feature.ts'
import { compare } from '../compare/feature.ts'
import { components } from '../components/feature.ts'
import { customers } from '../customers/feature.ts'
import { editor } from '../editor/feature.ts'
import { environment } from '../environment/feature.ts'
import { evidence } from '../evidence/feature.ts'
import { images } from '../images/feature.ts'
import { imports } from '../imports/feature.ts'
import { patches } from '../patches/feature.ts'
import { people } from '../people/feature.ts'
import { recordings } from '../recordings/feature.ts'
import { runs } from '../runs/feature.ts'
import { settings } from '../settings/feature.ts'
import { snapshots } from '../snapshots/feature.ts'
import { sync } from '../sync/feature.ts'
import { terminal } from '../terminal/feature.ts'
import { workspace } from '../workspace/feature.ts'
import type { Feature } from './feature.ts'

/** What the window is made of, one line per feature; the order is that of the rail and of the palette. */
export const features: readonly Feature[] = [
  cases,
  caseFeature,
  workspace,
  editor,
  patches,
  evidence,
  customers,
  people,
  components,
  sync,
  settings,
  terminal,
  environment,
  snapshots,
  runs,
  compare,
  bisections,
  cards,
  images,
  recordings,
  imports,
]
