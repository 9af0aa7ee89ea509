import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { offline } from '../../test/support/browser.ts'
import { findChromium } from '../../test/support/chromium.ts'
import { ensureBuilt } from '../bundle/ensure.ts'
import { repositoryRoot } from '../repository.ts'
import { scenes } from './scenes.ts'
import { openStage } from './stage.ts'

/** What a page with a dozen pictures can carry. */
const bytesAtMost = 250_000

const say = (line: string): void => void process.stderr.write(`${line}\n`)

await ensureBuilt('renderer', say)
const folder = await mkdtemp(join(tmpdir(), 'casebench-screenshots-'))
const target = process.argv[2] ?? join(repositoryRoot, 'docs/images')
await mkdir(target, { recursive: true })
const { path: executablePath } = await findChromium()
await using browser = await chromium.launch({ executablePath, args: offline })
const stage = await openStage(browser, join(folder, 'bench'))
try {
  for (const { name, play } of scenes) {
    const path = join(target, `${name}.png`)
    await play(stage.page, stage)
    await stage.settle()
    await stage.page.screenshot({ path, caret: 'hide', animations: 'disabled' })
    const { size } = await stat(path)
    say(`${name}.png, ${Math.round(size / 1000)} kB`)
    if (size > bytesAtMost) {
      say(`${name}.png is too large for the README: show less in it.`)
      process.exitCode = 1
    }
  }
} finally {
  await stage.close()
  await rm(folder, { recursive: true, force: true })
}
