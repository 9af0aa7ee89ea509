/// <reference path="../../host/terminal/process/node-pty.d.ts" />
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { spawn } from 'node-pty'
import { type Block, type BlocksState, ended, noBlocks, withMark } from '../../host/terminal/marks/blocks.ts'
import { createMarks } from '../../host/terminal/marks/marks.ts'
import { launchOf } from '../../host/terminal/shells/launch.ts'
import { writeScripts } from '../../host/terminal/shells/scripts.ts'

/** Where a program is, or null. */
export const onPath = (name: string): string | null =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path)) ?? null

export interface MarkedShell {
  home: string
  blocks(): Block[]
  state(): BlocksState
  /** How many prompts there were. */
  prompts(): number
  output(): string
  /** What a block printed. */
  printed(block: Block): string
  type(text: string): void
  /** Waits until something holds; output is what moves it on. */
  until(holds: () => boolean): Promise<void>
  /** Runs a line and waits for the end of its block. */
  run(line: string): Promise<Block>
  [Symbol.asyncDispose](): Promise<void>
}

export interface MarkedShellOptions {
  path: string
  /** Files of its home folder. */
  files?: Record<string, string>
  env?: Record<string, string>
  login?: boolean
  /** Whether something of the user's makes its first prompt anew behind ours. */
  unmarked?: boolean
}

/** A real shell in a real pseudo terminal, with a home of its own, as a terminal of the bench starts it. */
export const openMarkedShell = async (options: MarkedShellOptions): Promise<MarkedShell> => {
  const { path, files = {}, env = {}, login = false, unmarked = false } = options
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'casebench-shell-')))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(home, name), text, { mode: 0o755 })
  const scripts = join(home, 'scripts it reads')
  await writeScripts(scripts)
  const base = { PATH: `${home}:${process.env.PATH}`, HOME: home, LANG: 'C.UTF-8', SHELL: path, ...env }
  const launch = launchOf({ path, scripts, nonce: 'abc123', env: base, login })
  const pty = spawn(launch.file, launch.args, {
    name: 'xterm-256color',
    cwd: home,
    env: launch.env,
    cols: 200,
    rows: 50,
    encoding: null,
  })
  const marks = createMarks({ nonce: 'abc123' })
  const blocks = new Map<number, Block>()
  const pieces: Buffer[] = []
  let size = 0
  let state = noBlocks(home)
  let prompts = 0
  let over = false
  const waiting: (() => void)[] = []
  const moved = () => {
    for (const one of waiting.splice(0)) one()
  }
  pty.onData((data) => {
    const taken = marks.take(Buffer.from(data as Uint8Array))
    pieces.push(Buffer.from(taken.output))
    size += taken.output.length
    for (const mark of taken.marks) {
      if (mark.type === 'prompt-end') prompts += 1
      const step = withMark(state, mark, Date.now())
      state = step.state
      for (const block of step.changed) blocks.set(block.number, block)
    }
    moved()
  })
  const exited = new Promise<void>((resolve) => {
    pty.onExit(() => {
      for (const block of ended(state, size, Date.now()).changed) blocks.set(block.number, block)
      over = true
      moved()
      resolve()
    })
  })
  const shell: MarkedShell = {
    home,
    blocks: () => [...blocks.values()],
    state: () => state,
    prompts: () => prompts,
    output: () => Buffer.concat(pieces).toString('utf8'),
    printed: (block) =>
      Buffer.concat(pieces)
        .subarray(block.outputFrom, block.outputTo ?? size)
        .toString('utf8'),
    type: (text) => pty.write(text),
    until: async (holds) => {
      while (!holds()) {
        if (over) throw new Error(`The shell ended:\n${shell.output()}`)
        await new Promise<void>((resolve) => waiting.push(resolve))
      }
    },
    run: async (line) => {
      const number = state.next
      const before = prompts
      pty.write(`${line}\r`)
      await shell.until(() => blocks.get(number)?.endedAt != null && prompts > before)
      return blocks.get(number) as Block
    },
    [Symbol.asyncDispose]: async () => {
      pty.kill('SIGKILL')
      await exited
      rmSync(home, { recursive: true, force: true })
    },
  }
  await shell.until(() => (unmarked ? state.shells.length : prompts) > 0)
  return shell
}
