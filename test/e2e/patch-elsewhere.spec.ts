import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { goTo } from '../support/case-page.ts'
import { casebench, newCase } from '../support/casebench.ts'
import { expect, expectAccessible, test } from '../support/shell.ts'

const lines = Array.from({ length: 40 }, (_, at) => `setting.${at + 1}=on`)
const conf = `${lines.join('\n')}\n`

const workspaceOf = async (dataDir: string, ref: string) => {
  const { path } = (await casebench(dataDir, 'workspace', 'path', ref)) as { path: string }
  return {
    write: (name: string, text: string) => writeFile(join(path, name), text),
    commit: () => {
      const git = (...args: string[]) =>
        execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b', ...args], { cwd: path })
      git('add', '-A')
      git('commit', '-qm', 'As it was')
    },
  }
}

test('a patch is tried on the workspace of another case, and each file says how it went', async ({
  bench,
}) => {
  const { page, dataDir } = bench
  const ref = await newCase(dataDir, 'The pool is exhausted')
  const own = await workspaceOf(dataDir, ref)
  await own.write('pool.properties', conf)
  await own.write('other.properties', conf)
  own.commit()
  await own.write('pool.properties', conf.replace('setting.39=on', 'setting.39=off'))
  await own.write('other.properties', conf.replace('setting.2=on', 'setting.2=off'))
  const made = ['patch', 'create', ref, '--message', 'Turn it off', '--base', 'HEAD']
  await casebench(dataDir, ...made)
  const another = await newCase(dataDir, 'The same at another customer')
  const theirs = await workspaceOf(dataDir, another)
  await theirs.write('pool.properties', conf.replace('setting.39=on', 'setting.39=maybe'))
  await theirs.write('other.properties', conf.replace('setting.20=on', 'setting.20=maybe'))
  const bare = await newCase(dataDir, 'Nothing unpacked here')

  await goTo(page, `/case/${ref}`)
  await page
    .getByRole('region', { name: 'Patches' })
    .getByRole('link', { name: /Turn it off/ })
    .click()
  await expect(page.getByRole('region', { name: 'Patch Turn it off' })).toBeVisible()
  await page.getByRole('combobox', { name: 'Kind of place' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('option', { name: 'workspace of case' }).click()
  const field = page.getByRole('textbox', { name: 'Reference of the case' })
  await field.fill(another)
  await page.keyboard.press('Enter')
  await expect(
    page.getByText('1 file changed on both sides and needs a person.', { exact: false }),
  ).toBeVisible()
  const results = page.getByRole('region', { name: 'Does it apply?' }).getByRole('listitem')
  await expect(results.filter({ hasText: 'other.properties' })).toContainText('applies')
  const fights = results.filter({ hasText: 'pool.properties' })
  await expect(fights).toContainText('conflict')
  await fights.getByText('pool.properties').click()
  await expect(fights.getByText('setting.39=maybe')).toBeVisible()
  await expect(page.getByText(`casebench patch check ${ref} `, { exact: false })).toBeVisible()
  await expectAccessible(page)

  await field.fill(bare)
  await page.keyboard.press('Enter')
  await expect(
    page.getByText(`${bare} has no workspace yet. Open one first; nothing was changed.`),
  ).toBeVisible()
  await expect(results).toHaveCount(0)
})
