import type { Bench } from '../report.ts'
import { backAfterWeeks } from './back.ts'
import { openBenchCentral } from './central.ts'
import { firstSync } from './first.ts'
import { latency } from './latency.ts'
import { durablePush } from './push.ts'
import { rebaseBench } from './rebase.ts'

/** Everything that is measured of sync, against a central service in a process of its own. */
export const syncBench: Bench = async (input) => {
  const central = await openBenchCentral()
  try {
    return {
      work: 'a central service with its embedded PostgreSQL in a process of its own, over HTTP on loopback; floors in the same run',
      measures: [
        ...rebaseBench(),
        ...(await durablePush(central, input)),
        ...(await latency(central, input)),
        ...(await firstSync(central, input)),
        ...(await backAfterWeeks(central, input)),
      ],
    }
  } finally {
    await central.close()
  }
}
