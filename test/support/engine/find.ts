import { homedir } from 'node:os'
import { type Engine, openEngines } from '../../../host/engine/engines.ts'

/** The engine and the Compose command of this machine as the bench finds them, or a sentence on what is missing. */
export const findEngine = async (): Promise<Engine | string> => {
  const engines = openEngines({
    platform: process.platform,
    env: process.env,
    home: process.env.HOME ?? homedir(),
    uid: process.getuid?.() ?? null,
  })
  const { engine, compose } = await engines.look()
  if (!engine) return 'no container engine answers here, and none could be started'
  return compose ? engine : 'no Compose command is installed here'
}
