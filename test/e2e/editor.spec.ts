import { execFile } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import iconv from 'iconv-lite'
import { goTo } from '../support/case-page.ts'
import { newCase } from '../support/casebench.ts'
import { expect, expectAccessible, test } from '../support/shell.ts'
import { unpackArchive, workspaceFolder, workspacePage } from '../support/workspace-page.ts'

const xml = '<Server port="8005">\n  <Resource maxTotal="8"/>\n</Server>\n'
const files = {
  'conf/server.xml': xml,
  'conf/app.properties': 'pool.size=8\r\npool.name=Main\r\n',
  'logs/app.log': '2026-01-02 10:11:12,345 ERROR Pool exhausted\n    at com.acme.Pool.take(Pool.java:42)\n',
}

test('what is typed into a config survives the end of the host, is saved, and is compared', async ({
  bench,
}) => {
  const ref = await newCase(bench.dataDir, 'Pool exhausted after the patch')
  const shown = await unpackArchive(bench.page, { dataDir: bench.dataDir, ref, files })
  const folder = await workspaceFolder(bench.dataDir)
  await expectAccessible(bench.page)

  await shown.quickOpen('server.xml')
  await expect.poll(shown.text).toContain('maxTotal="8"')
  await shown.typeFirst('<!-- kept -->')
  await expect(bench.page.getByRole('img', { name: 'Not saved' })).toBeVisible()
  await expectAccessible(bench.page)
  // What a person typed half a second ago must be there again; nothing on the page says when it is.
  await bench.page.waitForTimeout(700)
  await bench.kill()
  expect(await readFile(join(folder, 'conf/server.xml'), 'utf8')).toBe(xml)

  await bench.restart()
  const again = workspacePage(bench.page)
  await goTo(bench.page, `/file/${ref}/conf/server.xml`)
  await expect(bench.page.getByText('They are back.')).toBeVisible()
  await expect.poll(again.text).toContain('<!-- kept -->')
  await bench.page.locator('.monaco-editor .view-lines').last().click()
  await bench.page.keyboard.press('ControlOrMeta+s')
  await expect(bench.page.getByRole('img', { name: 'Not saved' })).toBeHidden()
  expect(await readFile(join(folder, 'conf/server.xml'), 'utf8')).toBe(`<!-- kept -->${xml}`)

  await bench.page.keyboard.press('ControlOrMeta+Shift+d')
  const changes = bench.page.getByRole('region', { name: 'Changes of conf/server.xml' })
  await expect(changes.locator('.editor.modified .char-insert').first()).toBeVisible()
  await expect(changes.locator('.editor.original')).not.toContainText('kept')
  await expectAccessible(bench.page)
})

test('a file changed on the disk is merged and never overwritten', async ({ bench }) => {
  const { page } = bench
  const ref = await newCase(bench.dataDir, 'Two writers')
  const shown = await unpackArchive(page, { dataDir: bench.dataDir, ref, files })
  const path = join(await workspaceFolder(bench.dataDir), 'conf/server.xml')
  await shown.quickOpen('server.xml')
  await expect.poll(shown.text).toContain('maxTotal')
  await shown.typeFirst('<!-- mine -->\n')
  await writeFile(path, `${xml}<!-- theirs -->\n`)
  await expect(page.getByText(/was changed on the disk while you changed it here/)).toBeVisible()
  await page.keyboard.press('ControlOrMeta+s')
  expect(await readFile(path, 'utf8')).toBe(`${xml}<!-- theirs -->\n`)
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Merge' }).click()
  await expect.poll(shown.text).toContain('<!-- theirs -->')
  await expect.poll(shown.text).toContain('<!-- mine -->')
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByRole('img', { name: 'Not saved' })).toBeHidden()
  expect(await readFile(path, 'utf8')).toBe(`<!-- mine -->\n${xml}<!-- theirs -->\n`)

  await rm(path)
  await expect(page.getByText(/is not on the disk any more/)).toBeVisible()
  await page.getByRole('button', { name: 'Save it again' }).click()
  await expect.poll(() => readFile(path, 'utf8').catch(() => '')).toContain('<!-- mine -->')
})

test('bytes keep their encoding and their line endings', async ({ bench }) => {
  const { page } = bench
  const ref = await newCase(bench.dataDir, 'A file of another alphabet')
  const chinese = '# 数据库连接池配置文件\n# 连接超时时间,单位为毫秒\n名称=生产环境的数据库服务器\n'
  const shown = await unpackArchive(page, {
    dataDir: bench.dataDir,
    ref,
    files: { ...files, 'conf/gbk.properties': iconv.encode(chinese, 'gbk') },
  })
  const folder = await workspaceFolder(bench.dataDir)
  await shown.quickOpen('gbk.properties')
  await expect.poll(shown.text).toContain('数据库连接池')
  await expect(page.getByRole('button', { name: /^Encoding: (GBK|GB18030)/ })).toBeVisible()
  await shown.typeFirst('好=1\n')
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByRole('img', { name: 'Not saved' })).toBeHidden()
  expect(await readFile(join(folder, 'conf/gbk.properties'))).toEqual(iconv.encode(`好=1\n${chinese}`, 'gbk'))

  await shown.quickOpen('app.properties')
  await expect(page.getByRole('button', { name: 'Line ending: CRLF' })).toBeVisible()
  await shown.typeFirst('a=1\n')
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByRole('img', { name: 'Not saved' })).toBeHidden()
  expect(await readFile(join(folder, 'conf/app.properties'), 'utf8')).toBe(
    'a=1\r\npool.size=8\r\npool.name=Main\r\n',
  )
})

test('a tab that is not saved asks before it goes', async ({ bench }) => {
  const { page } = bench
  const ref = await newCase(bench.dataDir, 'Half done')
  const shown = await unpackArchive(page, { dataDir: bench.dataDir, ref, files })
  await shown.quickOpen('server.xml')
  await expect.poll(shown.text).toContain('maxTotal')
  await shown.typeFirst('x')
  await page.keyboard.press('Alt+w')
  const question = page.getByRole('dialog', { name: 'Save the changes of server.xml?' })
  await expect(question).toBeVisible()
  await expectAccessible(page)
  await question.getByRole('button', { name: 'Keep editing' }).click()
  await expect.poll(shown.text).toContain('x<Server')
  await page.keyboard.press('Alt+w')
  await question.getByRole('button', { name: 'Do not save' }).click()
  await expect(page.getByRole('region', { name: 'conf/server.xml' })).toBeHidden()
  await goTo(page, `/file/${ref}/conf/server.xml`)
  await expect.poll(shown.text).toMatch(/^<Server/)
})

test('files are searched, and a line found is opened', async ({ bench }) => {
  const { page } = bench
  const ref = await newCase(bench.dataDir, 'Where is it')
  const shown = await unpackArchive(page, { dataDir: bench.dataDir, ref, files })
  await page.keyboard.press('ControlOrMeta+Shift+f')
  const field = page.getByRole('textbox', { name: 'Find in files' })
  await expect(field).toBeFocused()
  await page.keyboard.type('pool')
  await expect(page.getByText('4 lines in 2 files')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Match case' }).click()
  await expect(page.getByText('2 lines in 1 file')).toBeVisible()
  await page.getByRole('button', { name: 'Match case' }).click()
  await page.getByRole('textbox', { name: 'Files to search' }).fill('logs/**')
  await expect(page.getByText('2 lines in 1 file')).toBeVisible()
  await page.getByRole('grid', { name: 'Lines found' }).getByText('com.acme').click()
  await expect.poll(shown.text).toContain('Pool.java:42')
  await expect(page.getByText('Line 2, column', { exact: false })).toBeVisible()
})

test('an entry of the tree is made, renamed, put into the trash and taken back by keyboard', async ({
  bench,
}) => {
  const { page } = bench
  const ref = await newCase(bench.dataDir, 'By keyboard')
  const { tree } = await unpackArchive(page, { dataDir: bench.dataDir, ref, files })
  await tree.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await expect(tree.getByRole('treeitem', { name: 'server.xml' })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('F2')
  const dialog = page.getByRole('dialog', { name: 'Rename app.properties' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('main.properties')
  await page.keyboard.press('Enter')
  const renamed = tree.getByRole('treeitem', { name: /main\.properties/ })
  await expect(renamed).toBeVisible()
  await expectAccessible(page)
  await tree.focus()
  await page.keyboard.press('Delete')
  await expect(renamed).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect(renamed).toBeVisible()
})

test('what is no text for an editor is said, and a large file is read, searched and left as it is', async ({
  bench,
}) => {
  const { page } = bench
  const ref = await newCase(bench.dataDir, 'A heap and a long log')
  await unpackArchive(page, { dataDir: bench.dataDir, ref, files })
  const folder = await workspaceFolder(bench.dataDir)
  await writeFile(join(folder, 'heap.bin'), Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1, 2, 0, 255]))
  const lines = Array.from({ length: 300_000 }, (_, at) => `INFO line ${at} ${'.'.repeat(70)}`)
  lines[123_456] = `ERROR needle ${'x'.repeat(5000)}`
  await writeFile(join(folder, 'big.log'), `${lines.join('\n')}\n`)
  await promisify(execFile)('mkfifo', [join(folder, 'pipe')])

  await goTo(page, `/file/${ref}/heap.bin`)
  await expect(page.getByRole('heading', { name: 'heap.bin is not text' })).toBeVisible()
  await goTo(page, `/file/${ref}/pipe`)
  await expect(page.getByRole('heading', { name: 'pipe is not opened' })).toBeVisible()
  await goTo(page, `/file/${ref}/gone.txt`)
  await expect(page.getByRole('heading', { name: 'gone.txt cannot be shown' })).toBeVisible()
  await expectAccessible(page)

  await goTo(page, `/file/${ref}/big.log`)
  const shown = page.getByRole('grid', { name: 'Lines of big.log' })
  await expect(shown.getByText('INFO line 0 .')).toBeVisible()
  await page.keyboard.press('ControlOrMeta+f')
  await page.getByRole('textbox', { name: 'Find in the file' }).fill('needle')
  await expect(page.getByText('1 line', { exact: true })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(shown.locator('mark')).toHaveText('needle')
  await expect(page.getByText(/^Line 123,457 of/)).toBeVisible()
  await shown.getByRole('button', { name: 'Show more' }).click()
  await expect(page.getByRole('region', { name: 'Line 123457' })).toContainText('x'.repeat(2500))
  await expectAccessible(page)
})

test('lines of a file are put onto the timeline by one act', async ({ bench }) => {
  const { page } = bench
  const ref = await newCase(bench.dataDir, 'Evidence')
  const shown = await unpackArchive(page, { dataDir: bench.dataDir, ref, files })
  await shown.quickOpen('server.xml')
  await expect.poll(shown.text).toContain('maxTotal')
  await shown.typeFirst('<!-- new -->')
  await page.keyboard.press('Shift+Home')
  await page.keyboard.press('ControlOrMeta+Shift+a')
  const toasts = page.getByRole('region', { name: 'Notifications' })
  await expect(toasts.getByText(`Line 1 of server.xml attached to ${ref}`)).toBeVisible()
  await goTo(page, `/case/${ref}`)
  await expect(page.getByRole('region', { name: 'Timeline' })).toContainText('server L1-1.xml')
})
