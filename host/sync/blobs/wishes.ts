import type { Done, Write } from '../../database/procedure.ts'

/** Asks for a file that is not here; one that is here is left as it is. Answers whether it has to come. */
export const wantBlob: Write<{ sha256: string; pin: boolean; confirmed: boolean }, { coming: boolean }> = (
  { db, touch },
  { sha256, pin, confirmed },
) => {
  const here = db.value<number>('select 1 from blobs where sha256 = ?', [sha256]) === 1
  const bytes = db.value<number>('select bytes from attachments where sha256 = ? limit 1', [sha256]) ?? null
  db.run(
    `insert into transfers (sha256, direction, bytes, state, pinned, confirmed)
     values (@sha256, @direction, @bytes, @state, @pin, @confirmed)
     on conflict (sha256) do update set pinned = max(pinned, @pin), confirmed = max(confirmed, @confirmed), paused = 0`,
    {
      sha256,
      bytes,
      direction: here ? 'up' : 'down',
      state: 'pending',
      pin: Number(pin),
      confirmed: Number(confirmed),
    },
  )
  touch('transfers')
  if (here) return { coming: false }
  db.run(
    `update transfers set direction = 'down', state = 'pending', tries = 0, next_try_at = 0, error = null
     where sha256 = ? and state != 'moving'`,
    [sha256],
  )
  return { coming: true }
}

export const unpinBlob: Write<{ sha256: string }, Done> = ({ db, touch }, { sha256 }) => {
  db.run('update transfers set pinned = 0 where sha256 = ?', [sha256])
  touch('transfers')
  return {}
}

/** A file that is not here is not asked for any more. */
export const giveUpBlob: Write<{ sha256: string }, Done> = ({ db, touch }, { sha256 }) => {
  db.run(
    `update transfers set state = 'remote', done = 0, error = null, tries = 0, next_try_at = 0, pinned = 0, confirmed = 0,
       paused = 0 where sha256 = ? and direction = 'down' and state != 'verified'`,
    [sha256],
  )
  touch('transfers')
  return {}
}

/** Lets a transfer go that waits for a person: too large to go unasked, failed, or between two tries. */
export const retryTransfer: Write<{ sha256: string; confirmed: boolean }, Done> = (
  { db, touch },
  { sha256, confirmed },
) => {
  db.run(
    `update transfers set state = iif(state = 'failed', 'pending', state), tries = 0, next_try_at = 0, error = null,
       confirmed = max(confirmed, ?) where sha256 = ?`,
    [Number(confirmed), sha256],
  )
  touch('transfers')
  return {}
}

/** The next try of everything pending is now: the network came back, or somebody asked. */
export const hurryTransfers: Write<object, Done> = ({ db, touch }) => {
  db.run("update transfers set next_try_at = 0 where state = 'pending' and next_try_at > 0")
  touch('transfers')
  return {}
}

export const pauseTransfer: Write<{ sha256: string; paused: boolean }, Done> = (
  { db, touch },
  { sha256, paused },
) => {
  db.run('update transfers set paused = ? where sha256 = ?', [Number(paused), sha256])
  touch('transfers')
  return {}
}

/** Asks the service again for everything it is said to have and that is here: it was restored, or is another one. */
export const doubtTransfers: Write<object, { doubted: number }> = ({ db, touch }) => {
  const { changes } = db.run(
    `update transfers set state = 'pending', direction = 'up', done = 0, next_try_at = 0
     where state = 'verified' and sha256 in (select sha256 from blobs)`,
  )
  touch('transfers')
  return { doubted: changes }
}

/**
 * Takes a file out of what is here, before its bytes go. Refuses one that is pinned or that the service has not
 * verified; answers whether the bytes may go.
 */
export const dropBlob: Write<{ sha256: string }, { dropped: boolean }> = ({ db, touch }, { sha256 }) => {
  const { changes } = db.run(
    `update transfers set state = 'remote', direction = 'down', done = 0
     where sha256 = ? and state = 'verified' and pinned = 0`,
    [sha256],
  )
  if (changes === 0) return { dropped: false }
  touch('transfers')
  db.run('delete from blobs where sha256 = ?', [sha256])
  return { dropped: true }
}

/** Forgets files that nobody here may have any more, with whatever was known of them. */
export const forgetBlobs: Write<{ sha256s: readonly string[] }, Done> = ({ db, touch }, { sha256s }) => {
  for (const sha256 of sha256s) {
    db.run('delete from transfers where sha256 = ?', [sha256])
    db.run('delete from blobs where sha256 = ?', [sha256])
  }
  touch('transfers')
  return {}
}
