import { goTo } from '../../test/support/case-page.ts'
import { casebench } from '../../test/support/casebench.ts'
import { runCommand } from '../../test/support/queue-page.ts'
import { dismissToasts } from './dismiss-toasts.ts'
import type { Scene } from './scene.ts'

const ref = 'CB-1009'

/** What a person sees of a team: a conflict on its case, and all that waits. */
export const teamScenes: readonly Scene[] = [
  {
    name: 'conflict',
    play: async (page, { dataDir, team }) => {
      const item = (text: RegExp) => page.locator('footer').getByRole('button', { name: text })
      await page.keyboard.press('Escape')
      const shared = await team()
      await shared.connect(dataDir, 'Mara Lindqvist')
      await item(/^Sync: Up to date/).waitFor()
      const other = await shared.other('Tomas Reyes')
      await other.sync()
      await runCommand(page, 'Pause sync')
      await item(/^Sync: Sync paused/).waitFor()
      const { title } = (await casebench(dataDir, 'show', ref)) as { title: string }
      await other.run('set', await other.refOf(title), 'status=waiting', 'severity=1')
      await other.sync()
      await casebench(dataDir, 'set', ref, 'status=solved', 'severity=3')
      await runCommand(page, 'Resume sync')
      await goTo(page, `/case/${ref}`)
      await page.getByRole('region', { name: 'Conflicts' }).getByRole('listitem').nth(1).waitFor()
      await dismissToasts(page)
    },
  },
  {
    name: 'sync',
    play: async (page, { dataDir, team }) => {
      const { central } = await team()
      await central.stop()
      await casebench(dataDir, 'note', ref, '--lane', 'internal', 'Written on the train.')
      await casebench(dataDir, 'set', 'CB-1013', 'severity=3')
      await runCommand(page, 'Sync now')
      await goTo(page, '/sync')
      await page.getByRole('grid', { name: 'Changes waiting to be sent' }).waitFor()
      await page.getByText('The service cannot be reached.', { exact: false }).first().waitFor()
      await dismissToasts(page)
    },
  },
]
