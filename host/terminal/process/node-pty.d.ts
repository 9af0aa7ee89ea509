/**
 * What is used of node-pty 1.1. The package is an alias of `@lydell/node-pty`, whose own declarations carry that name and
 * do not know that without an encoding a pty gives bytes and takes them.
 */
declare module 'node-pty' {
  export interface IPty {
    readonly pid: number
    onData(listener: (data: string | Uint8Array) => void): unknown
    onExit(listener: (exit: { exitCode: number; signal?: number }) => void): unknown
    write(data: string | Uint8Array): void
    resize(columns: number, rows: number): void
    pause(): void
    resume(): void
    kill(signal?: string): void
  }

  export function spawn(
    file: string,
    args: readonly string[],
    options: {
      name: string
      cols: number
      rows: number
      cwd: string
      env: Record<string, string>
      encoding: null
    },
  ): IPty
}
