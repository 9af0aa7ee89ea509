import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { startCli } from './cli-process.ts'

const announced = z.object({ url: z.string(), adminLink: z.string().nullable() })

interface CentralProcess extends z.output<typeof announced> {
  /** Sends a signal and answers how the process ended. */
  end(signal: NodeJS.Signals): Promise<{ code: number | null; stderr: string }>
}

/** `casebench central` as a shell would start it, once it takes requests. */
export const startCentral = async (
  dataDir: string,
  options: readonly string[] = [],
): Promise<CentralProcess> => {
  const { child, ended } = startCli(['central', '--data', dataDir, '--port', '0', '--json', ...options])
  const lines = createInterface({ input: child.stdout })
  const failed = ended.then(({ stderr }) => {
    throw new Error(`The central service did not start: ${stderr}`)
  })
  const [line] = (await Promise.race([once(lines, 'line'), failed])) as [string]
  failed.catch(() => undefined)
  return {
    ...announced.parse(JSON.parse(line)),
    end: async (signal) => {
      child.kill(signal)
      return ended
    },
  }
}

/** One command of `casebench central` to its end; answers its JSON. */
export const centralCommand = async (dataDir: string, ...argv: string[]): Promise<unknown> => {
  const { code, stdout, stderr } = await startCli(['central', ...argv, '--data', dataDir, '--json']).ended
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}
