import { openCase } from '../support/case-page.ts'
import { expect, expectAccessible, test } from '../support/shell.ts'
import { openTerminal } from '../support/terminal-page.ts'

test('a program that would write the clipboard has to ask, and asks no more when told so', async ({
  bench,
}) => {
  const { page, screen, type } = await openTerminal(bench, 'Programs that ask')
  const wish = page.getByRole('status').filter({ hasText: 'wants to replace the clipboard' })
  const ask = `printf '\\e]52;c;%s\\a' $(printf 'of a program' | base64); echo asked-$((1 + 1))\n`
  await type(ask)
  await expect(wish).toContainText('of a program')
  // Keys are the shell's: none of them answers.
  await type('\n\n')
  await expect(wish).toBeVisible()
  await expectAccessible(page)
  await wish.getByRole('button', { name: 'Never' }).click()
  await expect(wish).toHaveCount(0)
  await type(`clear; ${ask.replace('asked', 'again')}`)
  await expect(screen).toContainText('again-2')
  await expect(wish).toHaveCount(0)
})

test('what a program puts on the clipboard is there only once a person allowed it', async ({ bench }) => {
  const { page, screen, input, type } = await openTerminal(bench, 'Programs that ask')
  // A person's browser lets a page in front write it; that of a journey has to be told.
  if (test.info().project.name === 'browser-shell') await page.context().grantPermissions(['clipboard-write'])
  const text = page.getByRole('region', { name: 'Write' }).getByRole('textbox', { name: 'Text' })
  const wish = page.getByRole('status').filter({ hasText: 'wants to replace the clipboard' })
  const ask = (copied: string) =>
    type(`printf '\\e]52;c;%s\\a' $(printf '${copied}' | base64); echo ${copied}-$((1 + 1))\n`)
  /** What a person who pastes gets. */
  const pasted = async () => {
    await text.fill('')
    await text.press('ControlOrMeta+v')
    const found = await text.inputValue()
    await text.fill('')
    return found
  }
  await text.fill('of the person')
  await text.press('ControlOrMeta+a')
  await text.press('ControlOrMeta+c')
  await input.focus()
  await ask('first')
  await expect(wish).toContainText('first')
  expect(await pasted()).toBe('of the person')
  await wish.getByRole('button', { name: 'Allow once' }).click()
  await expect(wish).toHaveCount(0)
  await expect(input).toBeFocused()
  expect(await pasted()).toBe('first')
  await input.focus()
  await ask('second')
  await expect(wish).toContainText('second')
  expect(await pasted()).toBe('first')
  await wish.getByRole('button', { name: 'Always' }).click()
  await expect(input).toBeFocused()
  expect(await pasted()).toBe('second')
  await input.focus()
  await ask('third')
  await expect(screen).toContainText('third-2')
  await expect.poll(pasted).toBe('third')
  await expect(wish).toHaveCount(0)
})

test('a link that says another address than it leads to is shown with its own, and opened only after a question', async ({
  bench,
}) => {
  const { page, screen, type } = await openTerminal(bench, 'Programs that ask')
  await type(`printf '\\e]8;;https://elsewhere.test/login\\a%s\\e]8;;\\a\\n' docs.exam''ple.org\n`)
  const link = screen.getByText('docs.example.org', { exact: true })
  // The layer that takes the pointer lies above the letters.
  await link.hover({ force: true })
  await expect(page.getByText('Leads elsewhere than it says')).toBeVisible()
  await expect(page.getByText('https://elsewhere.test/login', { exact: true })).toBeVisible()
  await link.click({ force: true, modifiers: ['Control'] })
  const question = page.getByRole('alertdialog').or(page.getByRole('dialog'))
  await expect(question).toContainText('Open elsewhere.test?')
  await expect(question.getByRole('definition')).toHaveText([
    'docs.example.org',
    'https://elsewhere.test/login',
  ])
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(question).toHaveCount(0)
})

test('what an input method composes reaches the shell once', async ({ bench }) => {
  const { page, screen, type } = await openTerminal(bench, 'Programs that ask')
  await type(`echo reads-$((1 + 1)); read -r typed; printf '%s' "$typed" | od -An -tx1\n`)
  await expect(screen).toContainText('reads-2')
  await type('<')
  await expect(screen).toContainText('<')
  const keyboard = await page.context().newCDPSession(page)
  for (const text of ['か', 'かん', '漢字'])
    await keyboard.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    })
  await keyboard.send('Input.insertText', { text: '漢字' })
  await expect(screen).toContainText('漢字')
  await type('>\n')
  await expect(screen).toContainText('3c e6 bc a2 e5 ad 97 3e')
})

test('a flood leaves the window its answers, and ends at Ctrl-C', async ({ bench }) => {
  const { page, screen, input, type } = await openTerminal(bench, 'Programs that ask')
  await type('yes a-flood\n')
  await expect(screen).toContainText(/(a-flood\s*){5}/)
  await page.getByRole('button', { name: 'More acts on this terminal' }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByLabel('Name', { exact: true }).fill('The flood')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tab', { name: 'The flood' })).toBeVisible()
  await input.focus()
  await page.keyboard.press('Control+c')
  await type('echo alive-$((1 + 1))\n')
  await expect(screen).toContainText('alive-2')
  await page.reload()
  await expect(page.getByRole('tab', { name: 'The flood' })).toBeVisible()
})

test('recordings of a case are listed, played, attached and removed', async ({ bench }) => {
  const { page, ref, screen, input, type } = await openTerminal(bench, 'Programs that ask')
  const list = page.getByRole('list', { name: 'Recordings' }).getByRole('listitem')
  const theCase = list.getByRole('link', { name: ref })
  const openList = async () => {
    await page.getByRole('button', { name: 'More acts on this terminal' }).click()
    await page.getByRole('menuitem', { name: `Recordings of ${ref}` }).click()
  }
  await openList()
  await expect(page.getByText('No terminal of this case was recorded')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Record this terminal' }).click()
  await input.focus()
  await type('echo recorded-$((1 + 1))\n')
  await expect(screen).toContainText('recorded-2')
  await openList()
  await expect(list).toHaveCount(1)
  await expect(list.getByRole('img', { name: 'Being recorded' })).toBeVisible()
  await expect(list.getByRole('button', { name: /is being recorded$/ })).toBeDisabled()
  await list.getByRole('button', { name: /^Attach/ }).click()
  await expect(page.getByText(`Attached the recording to ${ref} · internal`)).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Stop the recording' }).click()
  await openList()
  await list.getByRole('button', { name: /^Play/ }).click()
  await expect(page.getByRole('region', { name: /^Recording / })).toBeVisible()
  await page.evaluate(() => {
    location.hash = '#/settings/terminals'
  })
  await expect(theCase).toHaveAttribute('href', `#/case/${ref}`)
  await theCase.click()
  await expect(page.getByRole('region', { name: 'Write' })).toBeVisible()
  await page.goBack()
  await expectAccessible(page)
  await list.getByRole('button', { name: /^Remove/ }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('No terminal was recorded')).toBeVisible()
})

test('a terminal in two windows has the size of the one a person works in', async ({ bench }, {
  project,
}) => {
  test.skip(project.name === 'desktop-shell', 'opens a second page, which Electron cannot')
  const { page, ref, screen, input, type } = await openTerminal(bench, 'Seen twice')
  const note = (window: typeof page) =>
    window.getByRole('note').filter({ hasText: 'the size of another window' })
  const other = await page.context().newPage()
  await other.setViewportSize({ width: 1100, height: 700 })
  await other.goto(page.url())
  await openCase(other, ref)
  const otherInput = other.locator('[data-front]').getByRole('textbox', { name: /^Terminal / })
  const otherScreen = other.locator('[data-front] .xterm-rows')
  await otherInput.focus()
  await expect(note(page)).toBeVisible()
  await expect(note(other)).toHaveCount(0)
  await other.keyboard.type(`printf 'a%.0s' {1..150}; echo; echo narrow-$((1 + 1))\n`)
  await expect(otherScreen).toContainText('narrow-2')
  await expect(screen).toContainText('narrow-2')
  expect(await screen.locator('> div').count()).toBe(await otherScreen.locator('> div').count())
  await expectAccessible(page)
  await page.bringToFront()
  await input.blur()
  await input.focus()
  await expect(note(page)).toHaveCount(0)
  await expect(note(other)).toBeVisible()
  await type('echo wide-$((1 + 1))\n')
  await expect(screen).toContainText('wide-2')
  await expect(otherScreen).toContainText('wide-2')
  await expectAccessible(other)
})
