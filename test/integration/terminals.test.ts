import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { markOf } from '../../host/terminal/process/kin.ts'
import type { Services } from '../../shared/contract/index.ts'
import type { Terminal, TerminalNews } from '../../shared/contract/terminals.ts'
import type { Client } from '../../shared/wire/client.ts'
import { patience } from '../support/patience.ts'
import { openShellHost } from '../support/shell-host.ts'
import { size, watchTerminal } from '../support/terminals.ts'

let client: Client<Services>
let dataDir: string

beforeEach(async () => {
  const host = await openShellHost()
  ;({ client, dataDir } = host)
  return host.close
})

const openShell = async ({ record = false, readsOn }: { record?: boolean; readsOn?: Promise<void> } = {}) => {
  const terminal = await client.terminals.open({ ...size, profile: 'bash', folder: dataDir, record })
  const window = watchTerminal(client, terminal.id, readsOn)
  onTestFinished(() => window.close())
  const type = (data: string) => client.terminals.write({ id: terminal.id, data })
  return { ...terminal, window, type }
}

const listed = async (): Promise<Terminal[]> => {
  for await (const { terminals } of client.terminals.watch({})) return terminals
  return []
}

describe('a terminal', () => {
  it('shows what a shell prints, takes keys, and tells how it ended', async () => {
    const { profiles } = await client.terminals.profiles({})
    expect(profiles.map(({ name }) => name)).toContain('bash')
    const shell = await openShell()
    await shell.type('echo $((6 * 7))-answers; exit 3\r')
    await shell.window.over
    expect(shell.window.text()).toContain('42-answers')
    expect(shell.window.news.at(-1)).toEqual({ type: 'ended', exitCode: 3, signal: null })
    expect((await listed()).at(-1)?.ended).toMatchObject({ exitCode: 3, lost: false })
    await expect(shell.type('more')).rejects.toMatchObject({ code: 'ended' })
  })

  it('is called as a person says, whatever its shell sets, until they take that back', async () => {
    const shell = await openShell()
    const titled = (title: string) =>
      vi.waitFor(async () => expect((await listed()).at(-1)?.title).toBe(title), patience)
    await client.terminals.rename({ id: shell.id, name: '  The replica ' })
    expect((await listed()).at(-1)).toMatchObject({ title: 'The replica', named: true })
    await shell.type(`PROMPT_COMMAND=; PS1='$ '; printf '\\e]0;%s\\a' of-the-shell; exit\r`)
    await shell.window.over
    expect((await listed()).at(-1)).toMatchObject({ title: 'The replica', named: true })
    await client.terminals.rename({ id: shell.id, name: '' })
    await titled('of-the-shell')
    const nobody = { id: '00000000-0000-4000-8000-000000000000', name: 'x' }
    await expect(client.terminals.rename(nobody)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('works in the folder of its case', async () => {
    const { id: caseId } = await client.cases.create({ title: 'A case' })
    const { folder, id } = await client.terminals.open({ ...size, profile: 'bash', caseId })
    expect(folder.startsWith(join(dataDir, 'workspaces'))).toBe(true)
    expect(existsSync(folder)).toBe(true)
    await client.terminals.kill({ id })
  })

  it('knows its size', async () => {
    const shell = await openShell()
    await shell.window.until(() => shell.window.news.length > 0)
    await client.terminals.resize({ id: shell.id, columns: 123, rows: 45 })
    await shell.type('stty size\r')
    await shell.window.shows('45 123')
  })

  it('ends its shell and what runs in it when it is killed, also what ignores HUP', async () => {
    const shell = await openShell()
    await shell.type("(trap '' HUP; echo pid=$BASHPID.; sleep 600) & (trap '' HUP; sleep 600)\r")
    await shell.window.until(() => /pid=\d+\./.test(shell.window.text()))
    const pid = Number(/pid=(\d+)\./.exec(shell.window.text())?.[1])
    await client.terminals.kill({ id: shell.id })
    await shell.window.over
    expect(markOf(pid)).toBeNull()
    expect((await listed()).at(-1)?.ended).toMatchObject({ lost: false })
  })

  it('is removed while it runs, with all it kept', async () => {
    const shell = await openShell()
    await shell.type('echo up-$((1))\r')
    await shell.window.shows('up-1')
    await client.terminals.remove({ id: shell.id })
    expect(await listed()).toEqual([])
    expect(existsSync(join(dataDir, 'terminals', shell.id))).toBe(false)
  })

  it('opens again below what it showed, in the same folder', async () => {
    const shell = await openShell()
    await shell.type('echo before-the-end; exit\r')
    await shell.window.over
    await client.terminals.reopen({ id: shell.id, ...size })
    const window = watchTerminal(client, shell.id)
    await shell.type('pwd; exit\r')
    await window.over
    expect(window.text()).toMatch(/before-the-end[\s\S]*opened again[\s\S]*pwd/)
    expect(window.text().split('opened again')[1]).toContain(dataDir)
    for await (const { blocks } of client.terminals.blocks({ id: shell.id })) {
      expect(blocks.map(({ command }) => command)).toEqual(['echo before-the-end; exit', 'pwd; exit'])
      break
    }
    expect((await client.terminals.blockText({ id: shell.id, number: 2 })).text.split('\n')[0]).toBe(dataDir)
    await client.terminals.remove({ id: shell.id })
    expect(await listed()).toEqual([])
    expect(existsSync(join(dataDir, 'terminals', shell.id))).toBe(false)
  })

  it('asks before a program writes the clipboard, and asks no more when told never', async () => {
    const shell = await openShell()
    const wishes = () => shell.window.news.filter(({ type }) => type === 'wish')
    // Nobody is asked where no window looks, and the shell may be there before this one does.
    await shell.window.until(() => shell.window.news.length > 0)
    await shell.type(`printf '\\e]52;c;%s\\a' $(printf secret | base64)\r`)
    await shell.window.until(() => wishes().length === 1)
    expect(wishes()[0]).toEqual({ type: 'wish', wish: { type: 'clipboard', text: 'secret' } })
    await client.terminals.allowClipboard({ id: shell.id, allow: 'never' })
    await shell.type(`printf '\\e]52;c;%s\\a' $(printf again | base64); exit\r`)
    await shell.window.over
    expect(wishes()).toHaveLength(1)
  })
})

describe('blocks', () => {
  it('are kept with their text as a person read it', async () => {
    const shell = await openShell()
    await shell.type(`printf '10%%\\r20%%\\n\\e[31mred\\e[0m\\n'; (exit 7)\r`)
    await shell.type('exit\r')
    await shell.window.over
    for await (const { blocks } of client.terminals.blocks({ id: shell.id })) {
      expect(blocks[0]).toMatchObject({ number: 1, exitCode: 7, folder: dataDir })
      expect(blocks[0]?.command).toContain('(exit 7)')
      break
    }
    expect(await client.terminals.blockText({ id: shell.id, number: 1 })).toEqual({
      text: '20%\nred',
      truncated: false,
    })
    await expect(client.terminals.blockText({ id: shell.id, number: 3 })).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

describe('a flood', () => {
  it('keeps a slow window at the newest, and gives it the whole scrollback at the end', async () => {
    const over = Promise.withResolvers<void>()
    const shell = await openShell({ readsOn: over.promise })
    const states = () =>
      shell.window.news.filter((one): one is TerminalNews & { type: 'state' } => one.type === 'state')
    await shell.window.until(() => states().length === 1)
    await shell.type('seq 1 2000000; echo the-end-of-$((1 + 1)); touch over\r')
    await vi.waitFor(() => expect(existsSync(join(dataDir, 'over'))).toBe(true), patience)
    over.resolve()
    await shell.window.shows('the-end-of-2')
    const holds = (line: string) => shell.window.bytes().includes(`\r\n${line}\r\n`)
    await shell.window.until(() => holds('1950000') && holds('2000000'))
    for (const { stateBytes } of states()) expect(stateBytes).toBeLessThan(4 * 1024 * 1024)
  })

  it('ends at Ctrl-C', async () => {
    const shell = await openShell()
    await shell.type('yes flood\r')
    await shell.window.shows('flood\r\nflood\r\n')
    await shell.type('\x03')
    await shell.type('echo still-$((1 + 1))-here\r')
    await shell.window.shows('still-2-here')
  })
})

describe('a recording', () => {
  it('holds every byte, also those that are no text, and goes on where it stopped', async () => {
    const shell = await openShell({ record: true })
    await shell.type(`printf 'bytes:\\xff\\xfe\\xc3(\\xe2\\x82;\\xf0\\x9f\\x98\\x80:end\\n'\r`)
    await shell.window.shows(':end\r\n')
    await client.terminals.record({ id: shell.id, on: false })
    await shell.type('echo off-the-$((1))-record\r')
    await shell.window.shows('off-the-1-record')
    await client.terminals.record({ id: shell.id, on: true })
    await shell.type('echo on-the-$((1))-record; exit\r')
    await shell.window.over
    const lines = readFileSync(join(dataDir, 'recordings', `${shell.id}.cast`), 'utf8')
      .trim()
      .split('\n')
    const [header, ...events] = lines.map((line) => JSON.parse(line))
    expect(header).toMatchObject({ version: 3, term: { cols: 80, rows: 24 } })
    const output = events.filter(([, code]) => code === 'o').map(([, , data]) => data as string)
    const all = output.join('')
    expect(all).toContain('bytes:\udcff\udcfe\udcc3(\udce2\udc82;😀:end')
    expect(all).not.toContain('off-the-1-record')
    expect(all).toContain('on-the-1-record')
    expect(events.at(-1)).toEqual([expect.any(Number), 'x', '0'])
  })
})
