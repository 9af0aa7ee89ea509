import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { goTo, openCase } from '../support/case-page.ts'
import { casebench, newCase } from '../support/casebench.ts'
import { type BenchUnderTest, expect, expectAccessible, test } from '../support/shell.ts'

const lines = Array.from({ length: 40 }, (_, at) => `setting.${at + 1}=on`)

/** A case whose workspace holds one committed file that was then changed in two places. */
const changedWorkspace = async ({ dataDir, page }: BenchUnderTest) => {
  const ref = await newCase(dataDir, 'The pool is exhausted')
  const { path } = (await casebench(dataDir, 'workspace', 'path', ref)) as { path: string }
  await writeFile(join(path, 'pool.properties'), `${lines.join('\n')}\n`)
  await goTo(page, `/changes/${ref}`)
  await page.getByRole('button', { name: 'Commit' }).click()
  await page.getByRole('textbox', { name: 'Message' }).fill('As it was')
  await page.getByRole('dialog').getByRole('button', { name: 'Commit' }).click()
  await expect(page.getByText('No changes', { exact: true })).toBeVisible()
  const changed = lines
    .join('\n')
    .replace('setting.2=on', 'setting.2=off')
    .replace('setting.39=on', 'setting.39=off')
  await writeFile(join(path, 'pool.properties'), `${changed}\n`)
  return { ref, path }
}

test('hunks are chosen by the keyboard, made a patch of, followed and tried elsewhere', async ({ bench }) => {
  const { page } = bench
  const { ref, path } = await changedWorkspace(bench)
  const first = page.getByRole('checkbox', { name: 'Take the lines from 1 of pool.properties' })
  await expect(first).toBeVisible()
  await page.getByRole('checkbox', { name: 'Take pool.properties' }).focus()
  await page.keyboard.press('ArrowDown')
  await expect(first).toBeFocused()
  await page.keyboard.press('Space')
  await expect(first).not.toBeChecked()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Make a patch' }).click()
  await page.getByRole('textbox', { name: 'Message' }).fill('Turn the last one off')
  await page.getByRole('textbox', { name: 'Branch' }).fill('10.1.x')
  await page.getByRole('button', { name: 'Make and attach' }).click()

  const made = page.getByRole('region', { name: 'Patch Turn the last one off' })
  await expect(made.getByText('+setting.39=off')).toBeVisible()
  await expect(made.getByText('+setting.2=off')).toHaveCount(0)
  await page.getByRole('button', { name: 'Set to verified…' }).click()
  await page.getByRole('textbox', { name: 'Link' }).fill('https://example.org/pull/7')
  await page.getByRole('dialog').getByRole('button', { name: 'Set' }).click()
  await expect(page.getByRole('link', { name: 'https://example.org/pull/7' })).toBeVisible()
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(page.getByText('The patch applies to 1 file. Nothing was changed.')).toBeVisible()

  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b', ...args], { cwd: path })
  git('checkout', '-q', '-b', 'other')
  const differs = lines.join('\n').replace('setting.39=on', 'setting.39=maybe')
  await writeFile(join(path, 'pool.properties'), `${differs}\n`)
  git('commit', '-qam', 'Another')
  await page.getByRole('textbox', { name: 'Branch, tag or commit' }).last().fill('other')
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(page.getByText(/1 file changed on both sides/)).toBeVisible()
  await expectAccessible(page)

  const shown = await openCase(page, ref)
  await expect(shown.timeline.getByRole('region', { name: 'Patch Turn the last one off' })).toContainText(
    'Verified',
  )
})

test('a picture of the page and hostile output are shown, and nothing of them has any effect', async ({
  bench,
}) => {
  const { page, dataDir } = bench
  const ref = await newCase(dataDir, 'Hostile output')
  const shown = await openCase(page, ref)
  const title = await page.title()
  await casebench(
    dataDir,
    'run',
    '--json',
    ref,
    '--',
    'printf',
    '\\033]0;owned\\007\\033[31mred\\033[0m <img src=x onerror=alert(1)>',
  )
  const block = shown.timeline.getByRole('region', { name: /^Command printf/ })
  await expect(block.getByRole('region', { name: 'What it printed' })).toContainText(
    'red <img src=x onerror=alert(1)>',
  )
  await expect(block.locator('[data-ansi="1"]')).toHaveText('red')
  expect(await page.title()).toBe(title)
  await page.keyboard.press('Control+Alt+p')
  await expect(shown.toasts.getByText(`Attached a picture of this page to ${ref} · internal`)).toBeVisible()
  await expect(shown.timeline.getByRole('button', { name: /^Look at screenshot/ })).toBeVisible()
})
