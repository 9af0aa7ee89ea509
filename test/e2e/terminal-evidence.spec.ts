import { goTo } from '../support/case-page.ts'
import { expect, expectAccessible, test } from '../support/shell.ts'
import { openTerminal } from '../support/terminal-page.ts'

test('a recorded command plays on the timeline as it ran, and leads back to where it ran', async ({
  bench,
}) => {
  const { page, ref, screen, input, type } = await openTerminal(bench, 'Slow to answer')
  await page.getByRole('button', { name: 'Record this terminal' }).click()
  await input.focus()
  await type(`echo asked-$((1 + 1)); sleep 1; echo answered-$((1 + 1))\n`)
  await expect(screen).toContainText('answered-2')
  await page.keyboard.press('Control+Shift+A')
  const block = page.getByRole('region', { name: 'Timeline' }).getByRole('region', { name: /^Command echo/ })
  await expect(block.getByRole('region', { name: 'What it printed' })).toContainText('answered-2')
  await block.getByRole('button', { name: 'Play' }).click()
  const player = block.getByRole('region', { name: /^Recording / })
  const played = player.locator('.xterm-rows')
  await expect(played).toContainText('asked-2')
  await expect(played).not.toContainText('answered-2')
  await expectAccessible(page)
  await player.getByRole('button', { name: 'Play' }).click()
  await expect(played).toContainText('answered-2')
  await block.getByRole('button', { name: 'Close the player' }).click()

  await input.focus()
  await type('seq 500; echo far-$((1 + 1))\n')
  await expect(screen).toContainText('far-2')
  await expect(screen).not.toContainText('asked-2')
  await block.getByRole('button', { name: 'Show in the terminal' }).click()
  await expect(screen).toContainText('asked-2')
  await expect(input).toBeFocused()

  await page.getByRole('button', { name: 'More acts on this terminal' }).click()
  await page.getByRole('menuitem', { name: 'End and remove' }).click()
  await expect(page.getByText(`No terminal is open for ${ref}`)).toBeVisible()
  await block.getByRole('button', { name: 'Show in the terminal' }).click()
  const recording = page.getByRole('region', { name: /^Recording / }).filter({ visible: true })
  await expect(recording.locator('.xterm-rows')).toContainText('sleep 1')
  await expect(recording.locator('.xterm-rows')).not.toContainText('answered-2')
  await expectAccessible(page)

  await goTo(page, '/settings/terminals')
  const list = page.getByRole('list', { name: 'Recordings' }).getByRole('listitem')
  await list.getByRole('button', { name: /^Remove/ }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  await goTo(page, `/case/${ref}`)
  await block.getByRole('button', { name: 'Show in the terminal' }).click()
  await expect(page.getByText('This command is gone from its terminal')).toBeVisible()
})
