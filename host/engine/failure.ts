import { BenchError } from '../../shared/contract/error.ts'

const gone = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT'])

const facts = (error: unknown): { code: string; status: number; said: string } => {
  if (!(error instanceof Error)) return { code: '', status: 0, said: String(error) }
  const code = 'code' in error ? String(error.code) : ''
  const status = 'statusCode' in error ? Number(error.statusCode) : 0
  const json = 'json' in error ? error.json : undefined
  const message =
    typeof json === 'object' && json !== null && 'message' in json ? String(json.message) : error.message
  return { code, status, said: message }
}

/** Whether what was asked for is not (any more) there. */
export const isMissing = (error: unknown): boolean => facts(error).status === 404

/** Whether it is so already: a container that runs is started, one that is removed is being removed. */
export const isSettled = (error: unknown): boolean => {
  const { status } = facts(error)
  return status === 304 || status === 404 || status === 409
}

/** Whether the engine went away. */
export const isEngineLost = (error: unknown): boolean => {
  if (error instanceof BenchError) return error.code === 'engine-lost' || error.code === 'no-engine'
  const { code, said } = facts(error)
  return gone.has(code) || /socket hang up|connection to the docker daemon|Connection aborted/i.test(said)
}

/** What an engine's failure means, as an error with a sentence; one that has a sentence stays. */
export const engineFailure = (error: unknown, what: string): BenchError => {
  if (error instanceof BenchError) return error
  const { said } = facts(error)
  if (isEngineLost(error)) return engineLost(what)
  if (/no space left on device/i.test(said)) return engineFull(what)
  return new BenchError('failed', `${what} failed. The engine says: ${said.trim().slice(-2000)}`)
}

export const engineLost = (what: string): BenchError =>
  new BenchError(
    'engine-lost',
    `${what} failed: the container engine stopped answering. What ran in it is recorded. Start the engine again, look at what is left, and start the environment to go on.`,
  )

export const engineFull = (what: string): BenchError =>
  new BenchError(
    'disk-full',
    `${what} failed: the engine's disk is full. Free some space, such as by reclaiming what of your environments may go, then try again.`,
    { disk: 'engine' },
  )
