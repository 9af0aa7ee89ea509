import { spawn } from 'node:child_process'
import type { ServerUser } from './server-user.ts'

const KEPT = 8_000

export interface Ended {
  readonly code: number | null
  /** The last lines it wrote. */
  readonly said: string
}

/** Runs one of PostgreSQL's programs to its end, as the user who may. */
export const runProgram = (
  file: string,
  args: readonly string[],
  { user, cwd }: { user: ServerUser | undefined; cwd: string },
): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const [program = file, ...more] = [...(user?.through ?? []), file, ...args]
    const changes = user !== undefined && user.through.length === 0
    const child = spawn(program, more, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C', PGOPTIONS: '', PGSERVICE: '' },
      windowsHide: true,
      ...(changes ? { uid: user.uid, gid: user.gid } : {}),
    })
    let said = ''
    const keep = (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-KEPT)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', reject)
    // Not 'close': the server that pg_ctl started may hold on to the pipes.
    child.on('exit', (code) => {
      child.stdout.destroy()
      child.stderr.destroy()
      resolve({ code, said: said.trim() })
    })
  })
