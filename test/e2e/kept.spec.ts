import { openCase } from '../support/case-page.ts'
import { casebench, newCase } from '../support/casebench.ts'
import { expect, test } from '../support/shell.ts'

test('a note that was shown and a draft outlive the host being killed', async ({ bench }) => {
  const ref = await newCase(bench.dataDir, 'Sessions are lost after failover')
  const before = await openCase(bench.page, ref)

  await before.text.fill('Both nodes log **ORA-12514** at the switch.')
  await before.text.press('Control+Enter')
  await expect(before.timeline.getByText('ORA-12514')).toBeVisible()

  await before.lane('Customer')
  await before.text.fill('Please send the listener log of the standby')
  await expect(before.write.getByText('Draft saved')).toBeVisible()
  await before.text.pressSequentially(' and the time of')
  await bench.kill()

  await bench.restart()
  const after = await openCase(bench.page, ref)
  await expect(after.timeline.getByText('ORA-12514')).toBeVisible()
  await after.lane('Customer')
  await expect(after.text).toHaveValue(/^Please send the listener log of the standby/)
  await expect(after.timeline.getByText('Please send')).toHaveCount(0)

  const { events } = (await casebench(bench.dataDir, 'show', ref)) as {
    events: { lane: string; body: string }[]
  }
  expect(events.map(({ lane, body }) => [lane, body])).toEqual([
    ['internal', 'Both nodes log **ORA-12514** at the switch.'],
  ])
})
