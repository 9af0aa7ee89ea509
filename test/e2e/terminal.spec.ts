import type { Page } from '@playwright/test'
import { openCase } from '../support/case-page.ts'
import { newCase } from '../support/casebench.ts'
import { type BenchUnderTest, expect, expectAccessible, test } from '../support/shell.ts'

/** The terminals by what a person sees of them. */
const terminalsOf = (page: Page) => ({
  tabs: page.getByRole('tablist', { name: 'Terminals' }).getByRole('tab'),
  screen: page.locator('[data-front] .xterm-rows'),
  input: page.locator('[data-front]').getByRole('textbox', { name: /^Terminal / }),
  blocks: page.getByRole('complementary', { name: 'Blocks' }).getByRole('listitem'),
})

const openTerminal = async ({ page }: BenchUnderTest) => {
  await page.keyboard.press('Control+`')
  const terminal = terminalsOf(page)
  await expect(terminal.input).toBeFocused()
  return terminal
}

test('commands of a case show how they went, and outlive the window and the host', async ({ bench }) => {
  const ref = await newCase(bench.dataDir, 'The pool is exhausted')
  // Wide enough that no prompt is broken where the blocks stand beside it.
  await bench.page.setViewportSize({ width: 1920, height: 1080 })
  await openCase(bench.page, ref)
  const before = await openTerminal(bench)
  await expect(before.screen).toContainText(ref)
  await bench.page.keyboard.type('ls /nowhere/at/all\n')
  await expect(before.screen).toContainText(/No such file/)
  await bench.page.keyboard.type('echo $((40 + 2)) answers\n')
  await expect(before.screen).toContainText('42 answers')

  await bench.page.keyboard.press('Control+Shift+B')
  await expect(before.blocks.filter({ hasText: 'ls /nowhere' })).toContainText(/exit [12]/)
  await expect(before.blocks.filter({ hasText: 'echo' })).toContainText('exit 0')
  await before.blocks.getByRole('button', { name: /^echo/ }).click()
  await expect(before.blocks.filter({ hasText: 'echo' }).locator('pre')).toHaveText(/^42 answers/)
  await bench.page.getByRole('textbox', { name: 'Search commands and output' }).fill('NO SUCH')
  await expect(bench.page.getByText('1 command has this in it.')).toBeVisible()
  await expect(before.blocks).toHaveCount(1)
  await expect(before.blocks.locator('mark')).toHaveText('No such')
  await expectAccessible(bench.page)

  await bench.page.reload()
  const again = terminalsOf(bench.page)
  await expect(again.screen).toContainText('42 answers')
  await again.input.focus()
  await bench.page.keyboard.type('echo still $((1 + 1)) here\n')
  await expect(again.screen).toContainText('still 2 here')

  await bench.kill()
  await bench.restart()
  await openCase(bench.page, ref)
  const after = terminalsOf(bench.page)
  await expect(bench.page.getByText('Lost: the host or the machine went away')).toBeVisible()
  await expect(after.screen).toContainText('still 2 here')
  await bench.page.getByRole('button', { name: 'Start again' }).click()
  await expect(bench.page.getByText('Lost: the host')).toHaveCount(0)
  await expect(after.input).toBeFocused()
  await bench.page.keyboard.type('echo back $((6 * 7))\n')
  await expect(after.screen).toContainText('back 42')
})

test('a paste of several lines is asked about where a program would run them', async ({ bench }) => {
  const ref = await newCase(bench.dataDir, 'Pasted')
  await openCase(bench.page, ref)
  const { screen, input } = await openTerminal(bench)
  await expect(screen).toContainText(ref)
  await bench.page.keyboard.type('cat\n')
  const paste = (text: string) =>
    screen.evaluate((_, pasted) => {
      const data = new DataTransfer()
      data.setData('text/plain', pasted)
      document.activeElement?.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      )
    }, text)
  await bench.page.keyboard.type('begun\n')
  await expect(screen).toContainText(/begun\s*begun/)
  await paste('first line\nsecond line\n')
  const question = bench.page.getByRole('alertdialog').or(bench.page.getByRole('dialog'))
  await expect(question).toContainText('Paste 3 lines?')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(screen).not.toContainText('second line')
  await expect(input).toBeFocused()
  await paste('only one')
  await expect(screen).toContainText('only one')
})
