import { caseFeature } from '../case/feature.ts'
import { cases } from '../cases/feature.ts'
import { imports } from '../imports/feature.ts'
import { settings } from '../settings/feature.ts'
import type { Feature } from './feature.ts'

/** What the window is made of, one line per feature; the order is that of the rail and of the palette. */
export const features: readonly Feature[] = [cases, caseFeature, imports, settings]
