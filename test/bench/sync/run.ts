import type { Bench } from '../report.ts'
import { openBenchCentral } from './central.ts'
import { firstSync } from './first.ts'

/** Everything that is measured of sync, against a central service in a process of its own. */
export const syncBench: Bench = async (input) => {
  const central = await openBenchCentral()
  try {
    return { work: 'sync', measures: [...(await firstSync(central, input))] }
  } finally {
    await central.close()
  }
}
