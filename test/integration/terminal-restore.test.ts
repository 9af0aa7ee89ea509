import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import type { Services } from '../../shared/contract/index.ts'
import type { Client } from '../../shared/wire/client.ts'
import { patience } from '../support/patience.ts'
import { openShellHost } from '../support/shell-host.ts'
import { openScreen } from '../support/terminal-screen.ts'

let client: Client<Services>
let dataDir: string
const filling = '.'.repeat(90)

beforeEach(async () => {
  const host = await openShellHost()
  ;({ client, dataDir } = host)
  return host.close
})

const openShell = async (columns: number) => {
  const { id } = await client.terminals.open({ columns, rows: 24, profile: 'bash', folder: dataDir })
  const look = (width: number, { beside = false } = {}) => {
    const screen = openScreen(client, { id, columns: width, beside })
    onTestFinished(screen.close)
    return screen
  }
  return { look, type: (data: string) => client.terminals.write({ id, data }) }
}

it('a window of another width shows what stood there, where a wrapped line was drawn anew', async () => {
  const shell = await openShell(100)
  const first = shell.look(100)
  const shows = (screen: typeof first, text: string) =>
    vi.waitFor(() => expect(screen.rows().join('')).toContain(text), patience)
  await shell.type(
    `PS1='a-rather-long-prompt-of-a-shell$ '; printf 'line-%s\\n' 1 2 3 4 5; echo ready-$((1))\r`,
  )
  await shows(first, 'ready-1')
  const words = Array.from({ length: 40 }, (_, n) => `word${n + 10}`)
  await shell.type(`: ${words.join(' ')} END0`)
  await shows(first, 'END0')
  for (const [width, mark] of [
    [60, 'END1'],
    [131, 'END2'],
    [44, 'END3'],
  ] as const) {
    await first.resize(width)
    await shell.type(` ${mark}`)
    await shows(first, mark)
    const other = shell.look(width)
    await vi.waitFor(() => expect(other.drawn()).toBe(true), patience)
    await vi.waitFor(() => expect(other.text()).toBe(first.text()), patience)
    for (const n of [1, 2, 3, 4, 5]) expect(other.rows().filter((row) => row === `line-${n}`)).toHaveLength(1)
  }
})

it('after a flood that ran ahead every line stands in the scrollback, once and in order', async () => {
  const shell = await openShell(120)
  const screen = shell.look(120, { beside: true })
  await shell.type(`seq -f '${filling}%1.0f' 1 60000; echo the-end-of-$((1 + 1))\r`)
  const numbers = () => {
    const rows = screen.rows()
    return rows
      .slice(0, rows.lastIndexOf('the-end-of-2') + 1)
      .flatMap((row) => (row.startsWith(filling) ? [Number(row.slice(filling.length))] : []))
  }
  await vi.waitFor(() => expect(numbers()).toHaveLength(60_000), { ...patience, interval: 500 })
  expect(numbers()).toEqual(Array.from({ length: 60_000 }, (_, n) => n + 1))
  expect(screen.states()).toBeGreaterThan(1)
})

it('a window follows the size that another one gave, and nothing is broken in either', async () => {
  const shell = await openShell(100)
  // One after the other: the size is that of the window that came last.
  const open = async (columns: number) => {
    const screen = shell.look(columns)
    await vi.waitFor(() => expect(screen.drawn()).toBe(true), patience)
    return screen
  }
  const wide = await open(100)
  const narrow = await open(50)
  const shows = (screen: typeof wide, row: string) =>
    vi.waitFor(() => expect(screen.rows()).toContain(row), patience)
  await shell.type(`PS1='$ '; printf '%s\\n' "$(printf 'a%.0s' {1..70})"\r`)
  await shows(wide, 'a'.repeat(50))
  await shows(narrow, 'a'.repeat(50))
  await wide.resize(90)
  await shell.type(`printf '%s\\n' "$(printf 'b%.0s' {1..70})"\r`)
  await shows(wide, 'b'.repeat(70))
  await shows(narrow, 'b'.repeat(70))
  await vi.waitFor(() => expect(narrow.text()).toBe(wide.text()), patience)
})
