import { randomUUID } from 'node:crypto'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { digest, secret } from './one-time-tokens.ts'

/** Milliseconds for which a browser stays signed in. */
export const sessionLifeMs = 30 * 24 * 60 * 60_000

/** Browsers signed in at once; the oldest gives way. */
const sessionsAtMost = 50

/** Longer Cookie headers are not ours, and would be work to read. */
const cookieBytesAtMost = 8_192

const stored = z.object({
  /** In the name of the cookie, since browsers tell hosts apart by their names and not by their ports. */
  bench: z.uuid(),
  sessions: z.array(z.object({ digest: z.hex().length(64), expiresAt: z.int() })).max(sessionsAtMost),
})
type Stored = z.output<typeof stored>

export interface Sessions {
  /** Signs a browser in: the Set-Cookie header. */
  create(): string
  /** Whether a request's Cookie header carries a session. */
  has(cookies: string | undefined): boolean
}

export interface SessionsOptions {
  dataDir: string
  /** Whether cookies travel under TLS only. */
  secure: boolean
  /** Milliseconds since 1970. */
  now(): number
  /** Told when a sign-in will not outlive this host. */
  report(sentence: string): void
}

/**
 * The browsers that are signed in, by the digest of their session id, kept in `sessions.json` so that a restart logs
 * nobody out.
 */
export const openSessions = ({ dataDir, secure, now, report }: SessionsOptions): Sessions => {
  const path = join(dataDir, 'sessions.json')
  const part = `${path}.part`
  discard(part)
  let { bench, sessions } = load(path)
  const name = `${secure ? '__Host-' : ''}casebench-${bench.slice(0, 8)}`

  const save = () => {
    try {
      writeFileSync(part, JSON.stringify({ bench, sessions }), { mode: 0o600 })
      renameSync(part, path)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      report(`The sign-in could not be written to disk, so it ends with this host: ${reason}`)
    }
  }

  return {
    create() {
      const id = secret()
      const fresh = { digest: digest(id).toString('hex'), expiresAt: now() + sessionLifeMs }
      const live = sessions.filter(({ expiresAt }) => now() < expiresAt)
      sessions = [...live, fresh].slice(-sessionsAtMost)
      save()
      const attributes = `Path=/; Max-Age=${sessionLifeMs / 1000}; HttpOnly; SameSite=Strict`
      return `${name}=${id}; ${attributes}${secure ? '; Secure' : ''}`
    },
    has(cookies = '') {
      if (cookies.length > cookieBytesAtMost) return false
      // The id is looked up by its digest: what the time of that tells is of no use for guessing the id.
      return valuesOf(cookies, name).some((id) => {
        const given = digest(id).toString('hex')
        return sessions.some((one) => one.digest === given && now() < one.expiresAt)
      })
    },
  }
}

/** What a host that was killed while it wrote may have left. */
const discard = (part: string) => {
  try {
    rmSync(part, { force: true })
  } catch {
    // The next write of a session meets the same obstacle, and reports it.
  }
}

const load = (path: string): Stored => {
  try {
    return stored.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    // Absent, or not ours: everyone signs in again.
    return { bench: randomUUID(), sessions: [] }
  }
}

/** Every value of a cookie; a path or another host of the same name may have set one more. */
const valuesOf = (cookies: string, name: string): string[] =>
  cookies
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
