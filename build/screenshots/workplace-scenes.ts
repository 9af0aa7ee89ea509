import { expect, type Page } from '@playwright/test'
import { casePage, goTo } from '../../test/support/case-page.ts'
import { runCommand } from '../../test/support/queue-page.ts'
import { workspacePage } from '../../test/support/workspace-page.ts'
import { zipOf } from '../../test/support/zip.ts'
import { customerFiles } from './customer-archive.ts'
import { dismissToasts } from './dismiss-toasts.ts'
import { openSample } from './open-sample.ts'
import type { Scene } from './scene.ts'

const ref = 'CB-1007'
const servlet = 'src/QuoteServlet.java'
const title = 'Give the connection back on every path'

/** Patches and evidence are signed by a person, not by the account of the machine. */
const signAsMara = async (page: Page) => {
  await goTo(page, '/settings/me')
  await page.getByRole('textbox', { name: 'Name' }).fill('Mara Lindqvist')
  await page.getByRole('textbox', { name: 'E-mail address' }).fill('mara.lindqvist@meridian-support.example')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await casePage(page).toasts.getByText('Your name and address are saved').waitFor()
  await goTo(page, '/queue')
}

/** Attaches the customer's archive as a person does, and unpacks it into the workspace. */
const unpack = async (page: Page) => {
  const { toasts } = casePage(page)
  const chooser = page.waitForEvent('filechooser')
  await runCommand(page, 'Attach files')
  const buffer = await zipOf(await customerFiles())
  await (await chooser).setFiles({ name: 'portal-6.3.0.zip', mimeType: 'application/zip', buffer })
  await toasts.getByText(`portal-6.3.0.zip attached to ${ref}`).waitFor()
  await runCommand(page, 'Unpack the attachments into the workspace')
  await toasts.getByText(/ unpacked/).waitFor()
  await dismissToasts(page)
}

const steps = async (page: Page, key: string, times: number) => {
  for (let done = 0; done < times; done += 1) await page.keyboard.press(key)
}

const deleteLineBelow = async (page: Page) => {
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+End')
  await page.keyboard.press('Delete')
}

/** Gives the connection back on every path: lines 22, 23 and 32 of the servlet. */
const closeOnEveryPath = async (page: Page) => {
  await page.locator('.monaco-editor:visible .view-lines').last().click()
  await page.keyboard.press('Control+Home')
  await steps(page, 'ArrowDown', 21)
  await page.keyboard.press('End')
  await page.keyboard.press('Backspace')
  await page.keyboard.insertText('(Connection connection = policy.getConnection()) {')
  await deleteLineBelow(page)
  await steps(page, 'ArrowDown', 8)
  await page.keyboard.press('End')
  await deleteLineBelow(page)
  await page.keyboard.press('Control+s')
  await page.getByRole('img', { name: 'Not saved' }).waitFor({ state: 'hidden' })
}

/** Takes the pointer off the text, so that scroll bars fade. */
const standBack = async (page: Page) => {
  await page.mouse.move(200, 5)
  await expect(page.locator('.monaco-editor .visible.scrollbar')).toHaveCount(0)
}

/** Types a command and waits until its block has its end. */
const run = async (page: Page, command: string, ended: RegExp) => {
  await page
    .locator('[data-front]')
    .getByRole('textbox', { name: /^Terminal / })
    .focus()
  await page.keyboard.type(`${command}\n`)
  const block = page.getByRole('complementary', { name: 'Blocks' }).getByRole('listitem')
  await block.filter({ hasText: command }).getByText(ended).waitFor()
}

const attachLastBlock = async (page: Page) => {
  await page.keyboard.press('Control+Shift+a')
  await casePage(page).toasts.getByText('The block is attached').waitFor()
  await dismissToasts(page)
}

/** The workplace of a case: from the customer's archive to a patch, and what is left after a power cut. */
export const workplaceScenes: readonly Scene[] = [
  {
    name: 'workspace',
    play: async (page) => {
      await runCommand(page, 'Use the light theme')
      await page.locator('html[data-theme=light]').waitFor()
      await goTo(page, '/case/CB-1001')
      await casePage(page).timeline.getByRole('article').first().waitFor()
      await runCommand(page, 'Close the tab')
      await signAsMara(page)
      await openSample(page, ref)
      await unpack(page)
      const { quickOpen, tree } = workspacePage(page)
      await quickOpen('QuoteServlet.java')
      await tree.getByRole('treeitem', { name: 'src' }).click()
      await closeOnEveryPath(page)
      await page.getByText('1 changed', { exact: true }).waitFor()
      await page.keyboard.press('Control+Shift+d')
      const changes = page.getByRole('region', { name: `Changes of ${servlet}` })
      await changes.locator('.editor.modified .char-insert').first().waitFor()
      await standBack(page)
    },
  },
  {
    name: 'terminal',
    play: async (page) => {
      await goTo(page, `/file/${ref}/${servlet}?line=31`)
      await page.getByRole('button', { name: 'Line ending: LF' }).click({ trial: true })
      await page.keyboard.press('Control+`')
      await page.locator('[data-front] .xterm-rows').getByText(ref).first().waitFor()
      await page.getByRole('button', { name: 'Record this terminal' }).click()
      await page.getByRole('button', { name: 'Stop the recording' }).waitFor()
      await page.keyboard.press('Control+Shift+b')
      await run(page, "grep -c 'idle object' logs/localhost-app01.log", /^exit 0/)
      await run(page, 'grep removeAbandoned conf/portal.xml', /^exit 1/)
      await attachLastBlock(page)
      await run(page, 'git diff --color -U1', /^exit 0/)
      await attachLastBlock(page)
      await standBack(page)
    },
  },
  {
    name: 'patch',
    play: async (page) => {
      await runCommand(page, 'Attach the recording of the terminal')
      await casePage(page).toasts.getByText('Attached').waitFor()
      await page.keyboard.press('Control+j')
      await goTo(page, `/changes/${ref}`)
      await page.getByRole('button', { name: 'Make a patch' }).click()
      await page.getByRole('textbox', { name: 'Message' }).fill(title)
      await page.getByRole('textbox', { name: 'Branch' }).fill('6.3.x')
      await page.getByRole('button', { name: 'Make and attach' }).click()
      await page.getByRole('region', { name: `Patch ${title}` }).waitFor()
      await page.getByRole('button', { name: 'Check', exact: true }).click()
      await page.getByText('The patch applies to 1 file').waitFor()
      await dismissToasts(page)
    },
  },
  {
    name: 'proof',
    play: async (page) => {
      await goTo(page, `/case/${ref}`)
      const { timeline } = casePage(page)
      await timeline
        .getByRole('region', { name: `Patch ${title}` })
        .getByText('connection.close();')
        .waitFor()
      await page.getByRole('button', { name: 'Hide the left side' }).click()
      await timeline
        .getByRole('article')
        .filter({ hasText: 'grep removeAbandoned' })
        .first()
        .evaluate((article) => article.scrollIntoView())
      await timeline
        .getByRole('region', { name: 'Command git diff' })
        .getByText('getConnection()) {')
        .waitFor()
    },
  },
  {
    name: 'replay',
    play: async (page, stage) => {
      await stage.cutPower()
      await goTo(page, `/case/${ref}`)
      await casePage(page)
        .timeline.getByRole('button', { name: /^recording-bash\.cast/ })
        .click()
      const player = page.getByRole('dialog')
      await player.getByRole('slider', { name: 'Place in the recording' }).press('End')
      await player.locator('.xterm-rows').getByText('connection.close();').waitFor()
    },
  },
]
