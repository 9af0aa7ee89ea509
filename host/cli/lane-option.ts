import { Option } from 'commander'
import { lanes } from '../../shared/domain/vocabulary.ts'

const laneOption = () => new Option('--lane <lane>', 'who may read it').choices(lanes)

/** The audience, which must be named. */
export const requiredLane = (): Option => laneOption().makeOptionMandatory()

/** The audience; our own people unless named. */
export const optionalLane = (): Option => laneOption().default('internal')
