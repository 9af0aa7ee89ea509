import { openCase } from '../support/case-page.ts'
import { newCase } from '../support/casebench.ts'
import { runCommand } from '../support/queue-page.ts'
import { expect, expectAccessible, test } from '../support/shell.ts'

test('a check shows the problem, is kept as a run, and goes onto the case with its recording', async ({
  bench,
}) => {
  const { page, dataDir } = bench
  const ref = await newCase(dataDir, 'Pool exhausted after patch')
  const { timeline } = await openCase(page, ref)
  await runCommand(page, 'Show runs')
  await expect(page.getByRole('heading', { name: `${ref} was not checked yet` })).toBeVisible()
  await expectAccessible(page)

  const bar = page.getByRole('toolbar', { name: 'Check' })
  await bar.getByRole('textbox', { name: 'Command of the check' }).fill('echo "no free connection"; exit 3')
  await bar.getByRole('textbox', { name: 'Times' }).fill('0')
  await expect(bar.getByRole('button', { name: 'Run the check' })).toBeDisabled()
  await bar.getByRole('textbox', { name: 'Times' }).fill('3')
  await bar.getByRole('button', { name: 'Run the check' }).click()

  const run = page.getByRole('region', { name: 'The run' })
  await expect(run.getByText('Reproduced', { exact: true })).toBeVisible()
  await expect(run.getByText(/^3 of 3 reproduced, /)).toBeVisible()
  await expect(page.getByRole('grid', { name: 'Runs' }).getByRole('row')).toHaveCount(1)
  await run.getByRole('tab', { name: 'JUnit XML' }).click()
  await expect(run.getByText('<testsuite', { exact: false }).first()).toBeVisible()
  await expectAccessible(page)

  await run.getByRole('button', { name: `Attach to ${ref}` }).click()
  const face = timeline.getByRole('region', { name: 'Run: Reproduced' })
  await expect(face.getByText(/^3 of 3 reproduced/)).toBeVisible()
  await face.getByRole('button', { name: 'Play' }).click()
  await expect(face.getByText('no free connection').first()).toBeVisible()
  await expectAccessible(page)
})
