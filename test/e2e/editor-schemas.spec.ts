import { newCase } from '../support/casebench.ts'
import { expect, test } from '../support/shell.ts'
import { unpackArchive } from '../support/workspace-page.ts'

const schema = JSON.stringify({
  type: 'object',
  properties: { maxTotal: { type: 'integer', description: 'Connections at most' } },
})

const files = {
  'conf/pool.json': '{\n  "$schema": "./pool.schema.json",\n  "maxTotal": "eight"\n}\n',
  'conf/pool.schema.json': schema,
  'conf/remote.json': '{\n  "$schema": "https://casebench.example/pool.json",\n  "maxTotal": "eight"\n}\n',
  'conf/pool.yaml': '# yaml-language-server: $schema=./pool.schema.json\nmaxTotal: eight\n',
  'compose.yaml': 'services:\n  web:\n    image: tomcat\n    ports: 8080\n',
}

test('documents are held to the schema of Compose, or to the one of the workspace that they name', async ({
  bench,
}) => {
  const { page } = bench
  const ref = await newCase(bench.dataDir, 'A wrong setting')
  const shown = await unpackArchive(page, { dataDir: bench.dataDir, ref, files })
  const problem = page.locator('.monaco-editor:visible .marker-widget')
  for (const [name, says] of [
    ['pool.json', /Incorrect type.*integer/],
    ['pool.yaml', /Incorrect type.*integer/],
    ['compose.yaml', /Incorrect type.*array/],
  ] as const) {
    await shown.quickOpen(name)
    await expect(page.locator('.monaco-editor:visible .squiggly-warning').first()).toBeVisible()
    await page.locator('.monaco-editor:visible .view-lines').click()
    await page.keyboard.press('Alt+F8')
    await expect(problem).toContainText(says)
    await page.keyboard.press('Escape')
  }
  await shown.quickOpen('remote.json')
  await expect.poll(shown.text).toContain('casebench.example')
  await shown.typeFirst('{')
  await expect(page.locator('.monaco-editor:visible .squiggly-error').first()).toBeVisible()
  await expect(page.locator('.monaco-editor:visible .squiggly-warning')).toHaveCount(0)
})
