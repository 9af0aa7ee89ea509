import { execFile, execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { goTo } from '../support/case-page.ts'
import { casebench, newCase } from '../support/casebench.ts'
import { expect, expectAccessible, test } from '../support/shell.ts'
import { attachArchive, unpackArchive, workspaceFolder, workspacePage } from '../support/workspace-page.ts'

const xml = '<Server port="8005">\n  <Resource maxTotal="8"/>\n</Server>\n'

/** Git as a person has it who works on the workspace beside the bench. */
const gitIn =
  (cwd: string) =>
  (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b', ...args], {
      cwd,
      stdio: 'pipe',
    }).toString()

test('in the middle of a merge the files stay, each conflict is a step away, and a commit ends it', async ({
  bench,
}) => {
  const { page, dataDir } = bench
  const ref = await newCase(dataDir, 'Two fixes of one line')
  const shown = await unpackArchive(page, { dataDir, ref, files: { 'conf/server.xml': xml } })
  const folder = await workspaceFolder(dataDir)
  const path = join(folder, 'conf/server.xml')
  const git = gitIn(folder)
  git('checkout', '-q', '-b', 'side')
  await writeFile(path, xml.replace('8"/>', '16"/>'))
  git('commit', '-qam', 'Side')
  git('checkout', '-q', 'main')
  await writeFile(path, xml.replace('8"/>', '32"/>'))
  git('commit', '-qam', 'Main')
  expect(() => git('merge', 'side')).toThrow()

  await expect(page.getByText(/^A merge is not finished here\..*git merge --abort/)).toBeVisible()
  const conflicts = page.getByRole('list', { name: 'Files with conflicts' })
  await expect(conflicts.getByRole('link')).toHaveText(['conf/server.xml'])
  await expect(shown.tree.getByRole('treeitem', { name: /conf/ })).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Unpack the attachments' }).click()
  await expect(page.getByText(/A merge is not finished here.*Nothing was unpacked/)).toBeVisible()

  await conflicts.getByRole('link').focus()
  await page.keyboard.press('Enter')
  await expect.poll(shown.text).toContain('<<<<<<< HEAD')
  await expect(page.getByText(/^One place was changed on both sides/)).toBeVisible()
  await expectAccessible(page)
  await page.locator('.monaco-editor .view-lines').last().click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('resolved')
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByText(/^One place was changed on both sides/)).toBeHidden()
  await expect.poll(() => readFile(path, 'utf8')).toBe('resolved')

  await goTo(page, `/changes/${ref}`)
  const commit = async () => {
    await page.getByRole('button', { name: 'Commit' }).click()
    await page.getByRole('textbox', { name: 'Message' }).fill('Both')
    await page.keyboard.press('ControlOrMeta+Enter')
    await page.getByRole('dialog').getByRole('button', { name: 'Commit' }).click()
  }
  await commit()
  await expect(
    page.getByRole('dialog').getByText(/mark them with "git add" first; nothing was/),
  ).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  git('add', 'conf/server.xml')
  await commit()
  await expect(page.getByText(/^Committed as /)).toBeVisible()
  await expect(conflicts).toBeHidden()
  await expect(page.getByRole('button', { name: 'Open a terminal here' })).toBeHidden()
  expect(git('log', '-1', '--format=%P').trim().split(' ')).toHaveLength(2)
  expect(git('status', '--porcelain')).toBe('')
})

test('an archive over a limit asks first; no leaves nothing behind, and yes unpacks it', async ({
  bench,
}) => {
  const { page, dataDir } = bench
  const ref = await newCase(dataDir, 'A heap of zeros')
  const files = { 'heap.bin': Buffer.alloc(120_000_000), 'readme.txt': 'A heap.\n' }
  await attachArchive(page, { dataDir, ref, files })
  await page.keyboard.press('w')
  await page.getByRole('button', { name: 'Unpack the attachments' }).click()
  const question = page.getByRole('alertdialog', { name: 'Unpack more than usual?' })
  await expect(question.getByText(/bundle\.zip unpacks to more than 200 times its size/)).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(page.getByText('Nothing was unpacked.')).toBeVisible()
  await expect(page.getByText('Nothing unpacked yet')).toBeVisible()
  const folder = await workspaceFolder(dataDir)
  expect(await readdir(folder)).toEqual(['.git'])
  expect(existsSync(join(folder, '.git', 'casebench-unpacking'))).toBe(false)
  expect(gitIn(folder)('for-each-ref', 'refs/casebench')).toBe('')

  await page.getByRole('button', { name: 'Unpack the attachments' }).click()
  await question.getByRole('button', { name: 'Unpack it' }).click()
  await expect(page.getByText(/^2 files of .* unpacked/)).toBeVisible()
  await expect(workspacePage(page).tree.getByRole('treeitem', { name: 'heap.bin' })).toBeVisible()
  expect((await readdir(folder)).sort()).toEqual(['.git', 'heap.bin', 'readme.txt'])
})

test.describe('where no git is installed', () => {
  // A PATH on which no program is.
  test.use({ env: { PATH: '/nonexistent' } })

  test("the customer's state and its changes are there, and a sentence says what is not", async ({
    bench,
  }) => {
    const { page, dataDir } = bench
    const ref = await newCase(dataDir, 'A laptop without git')
    const shown = await unpackArchive(page, { dataDir, ref, files: { 'conf/server.xml': xml } })
    const missing = /^Git was not found on this machine\. Without it .* need git 2\.31 or later/
    await expect(page.getByText(missing)).toBeVisible()
    await expectAccessible(page)
    expect(gitIn(await workspaceFolder(dataDir))('status', '--porcelain')).toBe('')

    await shown.quickOpen('server.xml')
    await expect.poll(shown.text).toContain('maxTotal')
    await shown.typeFirst('kept ')
    await page.keyboard.press('ControlOrMeta+s')
    await expect(page.getByRole('img', { name: 'Not saved' })).toBeHidden()
    await page.keyboard.press('ControlOrMeta+Shift+d')
    const changes = page.getByRole('region', { name: 'Changes of conf/server.xml' })
    await expect(changes.locator('.editor.modified .char-insert').first()).toBeVisible()
    await expect(changes.locator('.editor.original')).not.toContainText('kept')
    await page.getByRole('button', { name: /^Against:/ }).click()
    const picker = page.getByRole('dialog', { name: 'Compare with' })
    await expect(picker.getByText(missing)).toBeVisible()
    await expect(picker.getByRole('option', { name: "The customer's state" })).toBeVisible()
    await expectAccessible(page)
    await page.keyboard.press('Escape')

    await goTo(page, `/changes/${ref}`)
    await expect(page.getByText('+kept', { exact: false })).toBeVisible()
    await page.keyboard.press('ControlOrMeta+Enter')
    await page.getByRole('textbox', { name: 'Message' }).fill('Keep it')
    await page.getByRole('button', { name: 'Make and attach' }).click()
    await expect(page.getByRole('dialog').getByText(missing)).toBeVisible()
    await expectAccessible(page)
  })
})

/** Fills a folder with empty files, `entry-000000.log` and so on, beside the process that waits for it. */
const fill = (folder: string, count: number) =>
  promisify(execFile)(process.execPath, [
    '-e',
    `const { closeSync, mkdirSync, openSync } = require('node:fs')
     const [folder, count] = process.argv.slice(1)
     mkdirSync(folder)
     for (let at = 0; at < Number(count); at += 1)
       closeSync(openSync(folder + '/entry-' + String(at).padStart(6, '0') + '.log', 'w'))`,
    folder,
    String(count),
  ])

test('a folder of 200,000 entries opens, is walked through to its end, and finds a file by its name', async ({
  bench,
}) => {
  test.setTimeout(240_000)
  const { page, dataDir } = bench
  const ref = await newCase(dataDir, 'A spool that nobody empties')
  const { path } = (await casebench(dataDir, 'workspace', 'path', ref)) as { path: string }
  await fill(join(path, 'spool'), 200_000)
  await goTo(page, `/case/${ref}`)
  await page.keyboard.press('w')
  const { tree, quickOpen, text } = workspacePage(page)
  const spool = tree.getByRole('treeitem', { name: /^spool/ })
  await expect(spool).toBeVisible()
  await tree.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await expect(tree.getByRole('treeitem', { name: /^entry-000000\.log/ })).toBeVisible()
  await expect(spool).toHaveAttribute('aria-expanded', 'true')
  await page.keyboard.press('End')
  await expect(tree.getByRole('treeitem', { name: /^entry-199999\.log/ })).toBeVisible()
  await expect(tree.getByRole('treeitem', { selected: true })).toHaveText(/^entry-199999\.log/)
  await expectAccessible(page)
  await page.keyboard.press('ArrowLeft')
  await expect(tree.getByRole('treeitem', { selected: true })).toHaveText(/^spool/)

  await quickOpen('entry-123456.log')
  await expect(page.getByRole('region', { name: 'spool/entry-123456.log' })).toBeVisible()
  await expect.poll(text).toBe('')
})
