import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { goTo } from './case-page.ts'
import { zipOf } from './zip.ts'

/** The workspace of the case in front and its editors, by what a person sees of them. */
export interface WorkspacePage {
  readonly tree: Locator
  /** The text of the editor in front, spaces as Monaco draws them made plain. */
  text(): Promise<string>
  /** Opens a file by its name, from anywhere. */
  quickOpen(query: string): Promise<void>
  /** Puts the cursor before everything and types. */
  typeFirst(text: string): Promise<void>
}

export const workspacePage = (page: Page): WorkspacePage => {
  const editor = page.locator('.monaco-editor:visible').last()
  return {
    tree: page.getByRole('tree', { name: /^Files of/ }),
    async text() {
      const lines = await editor.locator('.view-lines').innerText()
      return lines.replaceAll('\u00a0', ' ')
    },
    async quickOpen(query) {
      await page.keyboard.press('ControlOrMeta+p')
      const dialog = page.getByRole('dialog', { name: 'Open a file by name' })
      await dialog.getByRole('combobox').fill(query)
      await expect(dialog.getByRole('option').first()).toBeVisible()
      await expect(dialog.getByRole('option').first()).toContainText(query.split(':')[0] ?? query)
      await page.keyboard.press('Enter')
      await expect(dialog).toBeHidden()
    },
    async typeFirst(text) {
      await editor.locator('.view-lines').click()
      await page.keyboard.press('ControlOrMeta+Home')
      await page.keyboard.type(text)
    },
  }
}

/** The folder of the only workspace of a bench. */
export const workspaceFolder = async (dataDir: string): Promise<string> => {
  const [name] = await readdir(join(dataDir, 'workspaces'))
  return join(dataDir, 'workspaces', name ?? '')
}

interface Archive {
  dataDir: string
  ref: string
  files: Readonly<Record<string, string | Buffer>>
}

/** Attaches a zip of these files to a case, as a person does. */
export const attachArchive = async (page: Page, { dataDir, ref, files }: Archive): Promise<void> => {
  const path = join(dataDir, '..', 'bundle.zip')
  await writeFile(path, await zipOf(files))
  await goTo(page, `/case/${ref}`)
  await expect(
    page.getByRole('region', { name: 'Write' }).getByRole('textbox', { name: 'Text' }),
  ).toBeEnabled()
  // A key that comes before the page has its commands does nothing, as for a person, who presses it again.
  await expect(async () => {
    const chooser = page.waitForEvent('filechooser', { timeout: 5000 })
    await page.keyboard.press('u')
    await (await chooser).setFiles(path)
  }).toPass()
  const toasts = page.getByRole('region', { name: 'Notifications' })
  await expect(toasts.getByText(`bundle.zip attached to ${ref}`)).toBeVisible()
}

/** Attaches a zip of these files to a case and unpacks it, as a person does. */
export const unpackArchive = async (page: Page, archive: Archive): Promise<WorkspacePage> => {
  await attachArchive(page, archive)
  const toasts = page.getByRole('region', { name: 'Notifications' })
  await page.keyboard.press('w')
  await page.getByRole('button', { name: 'Unpack the attachments' }).click()
  await expect(toasts.getByText(/ unpacked/)).toBeVisible()
  const shown = workspacePage(page)
  for (const path of Object.keys(archive.files))
    await expect(shown.tree.getByRole('treeitem', { name: path.split('/')[0] ?? path }).first()).toBeVisible()
  return shown
}
