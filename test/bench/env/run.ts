import { findEngine } from '../../support/engine/find.ts'
import { startEngine } from '../../support/engine/start.ts'
import type { Bench } from '../report.ts'
import { logsBench } from './logs.ts'
import { upBench } from './up.ts'

/** What is measured of environments, on a real engine. */
export const envBench: Bench = async (input) => {
  const started = await startEngine(input.say)
  try {
    const engine = await findEngine()
    if (typeof engine === 'string') throw new Error(`This bench needs a container engine: ${engine}`)
    return {
      work: `${engine.kind} ${engine.version}; images present; the floor of the start is the bare Compose command and the same wait, in turns`,
      measures: [...(await logsBench(input)), ...(await upBench(engine, input))],
    }
  } finally {
    await started.stop()
  }
}
