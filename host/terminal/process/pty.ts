import { spawn } from 'node-pty'

/** A terminal of the system with a program in it, as bytes. */
export interface Pty {
  readonly pid: number
  onData(listener: (bytes: Buffer) => void): void
  onExit(listener: (exit: { exitCode: number; signal?: number }) => void): void
  write(bytes: string | Uint8Array): void
  resize(columns: number, rows: number): void
  pause(): void
  resume(): void
  /** Ends the program on Windows; elsewhere its group is sent signals. */
  kill(): void
}

export interface PtyOptions {
  program: string
  args: readonly string[]
  folder: string
  env: Record<string, string>
  columns: number
  rows: number
}

/** Starts a program in a terminal of its own. Throws what the system says where that is impossible. */
export const spawnPty = ({ program, args, folder, env, columns, rows }: PtyOptions): Pty => {
  const name = env.TERM ?? 'xterm-256color'
  const pty = spawn(program, args, { name, cols: columns, rows, cwd: folder, env, encoding: null })
  return {
    pid: pty.pid,
    onData: (listener) => void pty.onData((data) => listener(asBuffer(data))),
    onExit: (listener) => void pty.onExit(listener),
    // Windows has no bytes here, only text.
    write: (bytes) => pty.write(process.platform === 'win32' ? Buffer.from(bytes).toString() : bytes),
    resize: (newColumns, newRows) => pty.resize(newColumns, newRows),
    pause: () => pty.pause(),
    resume: () => pty.resume(),
    kill: () => pty.kill(),
  }
}

const asBuffer = (data: string | Uint8Array): Buffer =>
  typeof data === 'string' ? Buffer.from(data) : Buffer.from(data.buffer, data.byteOffset, data.byteLength)
