import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TerminalNews } from '../../../shared/contract/terminals.ts'
import { createOutputLog, type OutputLog } from '../output/log.ts'
import { openRing } from '../output/ring.ts'
import { openSizes } from '../output/sizes.ts'
import { createView } from '../output/view.ts'
import type { Ended, Size } from './messages.ts'

/** Milliseconds without output after which a flood is over and a window gets the whole scrollback. */
const quietMs = 300
/** Wishes that wait for one reader. */
const wishesAtMost = 4

export interface Reader {
  /** What comes next, as soon as there is something; null when there will be nothing more. */
  next(): Promise<Uint8Array<ArrayBuffer> | TerminalNews | null>
  close(): void
}

/** What one terminal printed, and who reads it. */
export interface TerminalOutput {
  readonly log: OutputLog
  /** Null while its shell runs. */
  ended: Ended | null
  append(bytes: Buffer): void
  /** What is printed from now on is printed in this size. */
  resize(size: Size): void
  wake(): void
  wish(text: string): void
  read(): Reader
  readonly readers: number
  close(): void
  forget(): void
}

export const openOutput = (folder: string): TerminalOutput => {
  const ring = openRing(folder)
  const log = createOutputLog(ring, openSizes(join(folder, 'sizes.json')))
  const readers = new Set<{ poke(): void; wish(text: string): void }>()

  const output: TerminalOutput = {
    log,
    ended: null,
    append(bytes) {
      log.append(bytes)
      output.wake()
    },
    resize({ columns, rows }) {
      log.sizes.note({ at: ring.to, columns, rows })
      output.wake()
    },
    wake() {
      for (const reader of readers) reader.poke()
    },
    wish(text) {
      for (const reader of readers) reader.wish(text)
    },
    read() {
      const reader = createReader(output, () => readers.delete(reader))
      readers.add(reader)
      return reader
    },
    get readers() {
      return readers.size
    },
    close: () => ring.close(),
    forget() {
      ring.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return output
}

const createReader = (output: TerminalOutput, onClose: () => void) => {
  const view = createView(output.log)
  const wishes: string[] = []
  let waiting: (() => void) | undefined
  let closed = false
  let toldEnd = false
  const poke = () => {
    waiting?.()
    waiting = undefined
  }
  const wait = (most: number | undefined) =>
    new Promise<'poked' | 'quiet'>((resolve) => {
      const timer = most === undefined ? undefined : setTimeout(() => resolve('quiet'), most)
      waiting = () => {
        clearTimeout(timer)
        resolve('poked')
      }
    })
  const present = (): Uint8Array<ArrayBuffer> | TerminalNews | undefined => {
    const text = wishes.shift()
    if (text !== undefined) return { type: 'wish', wish: { type: 'clipboard', text } }
    const item = view.next()
    if (!item) return undefined
    return item.type === 'bytes' ? item.bytes : item
  }
  const theEnd = (ended: Ended): TerminalNews | null => {
    if (toldEnd) return null
    toldEnd = true
    return { type: 'ended', ...ended }
  }
  return {
    poke,
    wish(text: string) {
      wishes.push(text)
      if (wishes.length > wishesAtMost) wishes.shift()
      poke()
    },
    async next() {
      while (!closed) {
        const item = present()
        if (item) return item
        if (view.incomplete) {
          if (output.ended || (await wait(quietMs)) === 'quiet') view.restart()
        } else if (output.ended) return theEnd(output.ended)
        else await wait(undefined)
      }
      return null
    },
    close() {
      closed = true
      onClose()
      poke()
    },
  }
}
