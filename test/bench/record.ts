import { statSync } from 'node:fs'
import { join } from 'node:path'
import { spawnPty } from '../../host/terminal/process/pty.ts'
import type { Services } from '../../shared/contract/index.ts'
import type { Client } from '../../shared/wire/client.ts'
import { openHost, withFolder } from './host.ts'
import { colourLine, makeFile, textLine } from './measure/printed.ts'
import { type Bench, type Measure, median } from './report.ts'

const megabyte = 1_000_000
const rounds = 7
const size = { columns: 151, rows: 46 }

/** The bytes of a pty, read and dropped. Answers seconds. */
const bare = (path: string): Promise<number> =>
  new Promise((resolve) => {
    const started = performance.now()
    const env = { PATH: process.env.PATH ?? '' }
    const pty = spawnPty({ ...size, program: 'cat', args: [path], folder: '/', env })
    pty.onData(() => undefined)
    pty.onExit(() => resolve((performance.now() - started) / 1000))
  })

/** The same through the host, nobody watching. Answers seconds, from the key to the known end of the shell. */
const through = async (client: Client<Services>, path: string, record: boolean): Promise<number> => {
  const { id } = await client.terminals.open({ ...size, profile: 'sh', folder: '/', record })
  const stop = new AbortController()
  try {
    const watching = client.terminals.watch({}, { signal: stop.signal })
    const started = performance.now()
    await client.terminals.write({ id, data: `exec cat ${path}\r` })
    for await (const { terminals } of watching)
      if (terminals.find((one) => one.id === id)?.ended) return (performance.now() - started) / 1000
    throw new Error('The host ended')
  } finally {
    stop.abort()
    await client.terminals.remove({ id })
  }
}

/** What a terminal costs that nobody watches: against a bare reader, and with a recording against without. */
export const record: Bench = async ({ size: bytes = 100 * megabyte, say }) =>
  withFolder(async (folder) => {
    const host = await openHost(join(folder, 'bench'))
    const measures: Measure[] = []
    const works = [
      { name: 'text', bytes, line: textLine },
      { name: 'colour', bytes: bytes / 2, line: colourLine },
    ]
    // The first terminal starts the process that runs them all.
    makeFile(join(folder, 'first'), 10_000, textLine)
    await through(host.client, join(folder, 'first'), false)
    for (const { name, bytes, line } of works) {
      const path = join(folder, name)
      makeFile(path, bytes, line)
      const times = { bare: [] as number[], off: [] as number[], on: [] as number[] }
      const variants = [
        { kind: 'bare', run: () => bare(path) },
        { kind: 'off', run: () => through(host.client, path, false) },
        { kind: 'on', run: () => through(host.client, path, true) },
      ] as const
      for (let round = 0; round < rounds; round += 1) {
        // There and back, so that what else the machine does meets all alike.
        for (const { kind, run } of round % 2 === 0 ? variants : variants.toReversed())
          times[kind].push(await run())
        say(
          `${name}: ${variants.map(({ kind }) => `${kind} ${times[kind].at(-1)?.toFixed(2)} s`).join(', ')}`,
        )
      }
      const megabytes = statSync(path).size / megabyte
      const [plain, off, on] = [times.bare, times.off, times.on].map(median) as [number, number, number]
      const ratio = plain / on
      const cost = 100 * (1 - off / on)
      measures.push(
        {
          name: `${name}, recorded`,
          value: megabytes / on,
          unit: 'MB/s',
          floor: megabytes / plain,
          ratio,
          bar: '≥ 0.7 × a bare reader',
          met: ratio >= 0.7,
        },
        { name: `${name}, cost of recording`, value: cost, unit: '%', bar: '≤ 10 %', met: cost <= 10 },
      )
    }
    await host.close()
    return {
      work: `cat of ${bytes / megabyte} MB of text and ${bytes / 2 / megabyte} MB of colours, no window`,
      measures,
    }
  })
