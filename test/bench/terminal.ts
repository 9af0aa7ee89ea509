import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { withFolder } from './host.ts'
import { drawnAt, type ScreenSize, showBareTerminal } from './measure/bare-terminal.ts'
import { colourLine, makeFile, textLine } from './measure/printed.ts'
import { rivalTime } from './measure/rival-terminal.ts'
import { frontRows, screenSize, startTerminal } from './measure/terminal-window.ts'
import { type Bench, type Measure, median } from './report.ts'
import { viewport, withBrowser, withWindow } from './window.ts'

const megabyte = 1_000_000
const rounds = 3
/** What is drawn last: put together by the shell, so that neither the typed command nor the round before holds it. */
const lastOf = (round: number) => ({
  say: `echo all-of-it-was-$((${round} * 7)).`,
  text: `all-of-it-was-${round * 7}.`,
})

/** Milliseconds from the key to the last line, through the whole bench. */
const ours = async (page: Page, path: string, round: number): Promise<number> => {
  const last = lastOf(round)
  await page.keyboard.type(`clear; cat ${path}; ${last.say}`)
  const began = await page.evaluate(() => performance.now())
  const drawn = drawnAt(page, frontRows, last.text)
  await page.keyboard.press('Enter')
  return (await drawn) - began
}

/** Where the page gets the bytes from: no server, Playwright answers; a message to the browser holds less than 100 MB. */
const somewhere = 'http://127.0.0.1:9/printed'
const partBytes = 16 * megabyte

/** The same bytes given to xterm.js by the page itself. */
const floorTime = async (page: Page, path: string, size: ScreenSize): Promise<number> => {
  await showBareTerminal(page, size)
  const printed = readFileSync(path)
  await page.route(`${somewhere}*`, (route) => {
    const from = Number(new URL(route.request().url()).search.slice(1))
    return route.fulfill({
      body: printed.subarray(from, from + partBytes),
      headers: { 'access-control-allow-origin': '*' },
    })
  })
  const given = { end: lastOf(1).text, length: printed.length, somewhere, partBytes }
  const began = await page.evaluate(async ({ end, length, somewhere, partBytes }) => {
    const { term } = globalThis as unknown as {
      term: { write(bytes: Uint8Array | string, done?: () => void): void }
    }
    const bytes = new Uint8Array(length)
    for (let at = 0; at < length; at += partBytes)
      bytes.set(new Uint8Array(await (await fetch(`${somewhere}?${at}`)).arrayBuffer()), at)
    const started = performance.now()
    const give = (at: number) => {
      if (at >= bytes.length) term.write(`${end}\n`)
      else term.write(bytes.subarray(at, at + 131_072), () => give(at + 131_072))
    }
    give(0)
    return started
  }, given)
  const drawn = await drawnAt(page, '.xterm-rows', lastOf(1).text)
  await page.unroute(`${somewhere}*`)
  return drawn - began
}

interface Times {
  ours: number
  floor: number
  rival: number
}

/** Each round does all three, so that a machine that grows slower does so for all. */
const race = async (browser: Browser, page: Page, path: string, first: number): Promise<Times> => {
  const size = await screenSize(page)
  const context = await browser.newContext({ viewport })
  const all: Times[] = []
  try {
    for (let round = 0; round < rounds; round += 1) {
      const bare = await context.newPage()
      const floor = await floorTime(bare, path, size)
      const last = lastOf(1)
      const args = ['-c', `cat '${path}'; ${last.say}`]
      const rival = await rivalTime(bare, { program: '/bin/sh', args, size, last: last.text })
      await bare.close()
      all.push({ ours: await ours(page, path, first + round), floor, rival })
    }
  } finally {
    await context.close()
  }
  const middle = (of: keyof Times) => median(all.map((times) => times[of]))
  return { ours: middle('ours'), floor: middle('floor'), rival: middle('rival') }
}

const measures = (what: string, bytes: number, times: Times): Measure[] => {
  const speed = (milliseconds: number) => bytes / megabyte / (milliseconds / 1000)
  const value = speed(times.ours)
  const against = (name: string, milliseconds: number, least: number): Measure => {
    const floor = speed(milliseconds)
    const ratio = value / floor
    return { name, value, unit: 'MB/s', floor, ratio, bar: `≥ ${least} × it`, met: ratio >= least }
  }
  return [
    against(`${what}, against xterm.js alone`, times.floor, 0.9),
    against(`${what}, against VS Code's watermarks`, times.rival, 1.1),
  ]
}

/** How fast a flood reaches the screen: pty, host, socket, xterm.js, with a recording on. */
export const terminal: Bench = async ({ size: bytes = 100 * megabyte, say }) =>
  withBrowser(say, (browser) =>
    withFolder((folder) =>
      withWindow(browser, join(folder, 'bench'), async ({ page }) => {
        await startTerminal(page)
        await page.getByRole('button', { name: 'Record this terminal' }).click()
        await page.getByRole('button', { name: 'Stop the recording' }).waitFor()
        await page.locator('[data-front] .xterm-screen').click()
        const found: Measure[] = []
        for (const [what, line, size, first] of [
          ['text', textLine, bytes, 11],
          ['colours', colourLine, bytes / 2, 51],
        ] as const) {
          const path = join(folder, what)
          makeFile(path, size, line)
          say(`${what}: ${rounds} rounds of ${(statSync(path).size / megabyte).toFixed(0)} MB`)
          found.push(...measures(what, statSync(path).size, await race(browser, page, path, first)))
        }
        return {
          work: `cat of ${bytes / megabyte} MB of text and half as much of colours, pty to the last line drawn in Chromium, recording on; floor: the same bytes given to xterm.js by the page; rival: pty, socket and xterm.js paced by 100k/5k/5k characters, without a recording; medians of ${rounds}`,
          measures: found,
        }
      }),
    ),
  )
