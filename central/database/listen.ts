import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { unavailable } from './failures.ts'
import type { Notice } from './sql.ts'

const AGAIN_AFTER = 1_000

/** See `Database.listen`. The first connection must succeed; later ones are tried until it is ended. */
export const listenOn = async (
  settings: pg.ClientConfig,
  channels: readonly string[],
  onNotice: (notice: Notice) => void,
): Promise<() => Promise<void>> => {
  const ending = new AbortController()
  let client = await connect(settings, channels, onNotice).catch((error) => {
    throw unavailable(error)
  })
  const watch = () => {
    client.once('end', () => void again())
  }
  const again = async () => {
    while (!ending.signal.aborted) {
      const next = await connect(settings, channels, onNotice).catch(() => undefined)
      if (next && ending.signal.aborted) await next.end()
      else if (next) {
        client = next
        return watch()
      }
      // Aborting rejects the pause, and the loop's condition then ends it.
      await pause(AGAIN_AFTER, undefined, { signal: ending.signal }).catch(() => undefined)
    }
  }
  watch()
  return async () => {
    ending.abort()
    await client.end()
  }
}

const connect = async (
  settings: pg.ClientConfig,
  channels: readonly string[],
  onNotice: (notice: Notice) => void,
): Promise<pg.Client> => {
  const client = new pg.Client({ ...settings, statement_timeout: 0 })
  // A break is followed by 'end', which is what is acted upon.
  client.on('error', () => undefined)
  client.on('notification', ({ channel, payload }) => onNotice({ channel, payload: payload ?? '' }))
  await client.connect()
  for (const channel of channels) {
    await client.query(`listen ${client.escapeIdentifier(channel)}`)
    onNotice({ channel, payload: '' })
  }
  return client
}
