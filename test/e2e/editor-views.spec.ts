import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { goTo } from '../support/case-page.ts'
import { newCase } from '../support/casebench.ts'
import { expect, expectAccessible, test } from '../support/shell.ts'
import { unpackArchive, workspaceFolder, workspacePage } from '../support/workspace-page.ts'

const lines = Array.from({ length: 200 }, (_, at) => `setting.${at + 1}=on`)
const files = { 'pool.properties': `${lines.join('\n')}\n`, 'other.properties': 'setting.1=off\n' }

test('one file in two views is one text with one unsaved state, and both are there after a restart', async ({
  bench,
}) => {
  const { dataDir } = bench
  const ref = await newCase(dataDir, 'Two ends of one file')
  const shown = await unpackArchive(bench.page, { dataDir, ref, files })
  const path = join(await workspaceFolder(dataDir), 'pool.properties')
  const viewsOf = (page = bench.page) => ({
    first: page.getByRole('region', { name: 'pool.properties', exact: true }),
    second: page.getByRole('region', { name: 'pool.properties, second view' }),
  })
  await shown.quickOpen('pool.properties')
  const { first, second } = viewsOf()
  await expect(first.getByText('setting.1=on')).toBeVisible()
  await bench.page.locator('.monaco-editor .view-lines').last().click()
  await bench.page.keyboard.press('ControlOrMeta+Alt+d')
  await expect(second.getByText('setting.1=on')).toBeVisible()
  await expect(first.getByText('setting.1=on')).toBeVisible()
  await expect(second.getByRole('textbox', { name: 'pool.properties' })).toBeFocused()
  await bench.page.keyboard.press('ControlOrMeta+End')
  await expect(second.getByText('setting.200=on')).toBeVisible()
  await bench.page.keyboard.type('last=1')
  await expect(second.getByText('last=1')).toBeVisible()
  await expect(first.getByText('setting.1=on')).toBeVisible()
  await expect(bench.page.getByRole('img', { name: 'Not saved' })).toHaveCount(2)
  await expectAccessible(bench.page)

  await bench.page.keyboard.press('Alt+w')
  await expect(second).toBeHidden()
  await expect(bench.page.getByRole('img', { name: 'Not saved' })).toHaveCount(1)
  await first.locator('.view-lines').click()
  await bench.page.keyboard.press('ControlOrMeta+Alt+d')
  // Where its reader was before.
  await expect(second.getByText('last=1')).toBeVisible()
  await bench.page.keyboard.press('ControlOrMeta+s')
  await expect(bench.page.getByRole('img', { name: 'Not saved' })).toHaveCount(0)
  expect(await readFile(path, 'utf8')).toBe(`${files['pool.properties']}last=1`)

  await bench.restart()
  const after = viewsOf()
  await expect(after.first.getByText('setting.1=on')).toBeVisible()
  await expect(after.second.getByText('setting.1=on')).toBeVisible()
})

test('what a file is compared with is remembered over a restart', async ({ bench }) => {
  const { dataDir } = bench
  const ref = await newCase(dataDir, 'Compared with another')
  const shown = await unpackArchive(bench.page, { dataDir, ref, files })
  await shown.quickOpen('pool.properties')
  await expect.poll(shown.text).toContain('setting.1=on')
  await bench.page.keyboard.press('ControlOrMeta+Shift+d')
  const against = (name: string) => bench.page.getByRole('button', { name: `Against: ${name}` })
  await against("the customer's state").focus()
  await bench.page.keyboard.press('Enter')
  const picker = bench.page.getByRole('dialog', { name: 'Compare with' })
  await picker.getByRole('combobox').fill('other')
  await expect(picker.getByRole('option', { name: /other\.properties/ })).toBeVisible()
  await bench.page.keyboard.press('Enter')
  await expect(against('other.properties')).toBeVisible()
  const changes = bench.page.getByRole('region', { name: 'Changes of pool.properties' })
  await expect(changes.locator('.editor.original')).toContainText('setting.1=off')
  await expectAccessible(bench.page)

  await bench.restart()
  await expect(against('other.properties')).toBeVisible()
  await expect(changes.locator('.editor.original')).toContainText('setting.1=off')

  await goTo(bench.page, `/case/${ref}`)
  await goTo(bench.page, `/diff/${ref}/pool.properties`)
  await expect(against('other.properties')).toBeVisible()
  await bench.page.keyboard.press('Alt+w')
  await expect(changes).toBeHidden()
  await goTo(bench.page, `/diff/${ref}/pool.properties`)
  await expect(against("the customer's state")).toBeVisible()
})

test('a text from before the end of the host is merged from what it was made from', async ({ bench }) => {
  const { dataDir } = bench
  const ref = await newCase(dataDir, 'Killed between two writers')
  const shown = await unpackArchive(bench.page, { dataDir, ref, files })
  const path = join(await workspaceFolder(dataDir), 'pool.properties')
  // Not what is committed: the workspace had moved on before the file was opened.
  const opened = files['pool.properties'].replace('setting.1=on', 'setting.1=maybe')
  await writeFile(path, opened)
  await shown.quickOpen('pool.properties')
  await expect.poll(shown.text).toContain('setting.1=maybe')
  await bench.page.locator('.monaco-editor .view-lines').last().click()
  await bench.page.keyboard.press('ControlOrMeta+Home')
  await bench.page.keyboard.press('End')
  await bench.page.keyboard.type(' mine')
  await expect(bench.page.getByRole('img', { name: 'Not saved' })).toBeVisible()
  // What a person typed half a second ago must be there again; nothing on the page says when it is.
  await bench.page.waitForTimeout(700)
  await bench.kill()
  await writeFile(path, `${opened}theirs=1\n`)

  await bench.restart()
  const again = workspacePage(bench.page)
  await expect(bench.page.getByText(/was changed on the disk while you changed it here/)).toBeVisible()
  await expect.poll(again.text).toContain('setting.1=maybe mine')
  await expectAccessible(bench.page)
  await bench.page.getByRole('button', { name: 'Merge' }).focus()
  await bench.page.keyboard.press('Enter')
  await expect(bench.page.getByText(/was changed on the disk/)).toBeHidden()
  await expect(bench.page.getByText(/changed on both sides/)).toBeHidden()
  await bench.page.keyboard.press('ControlOrMeta+s')
  await expect(bench.page.getByRole('img', { name: 'Not saved' })).toBeHidden()
  const mine = opened.replace('setting.1=maybe', 'setting.1=maybe mine')
  expect(await readFile(path, 'utf8')).toBe(`${mine}theirs=1\n`)
})
