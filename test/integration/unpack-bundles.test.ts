import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { looksPacked } from '../../host/workspace/unpack/format.ts'
import { workspaceBench } from '../support/workspace-bench.ts'

const fixtures = process.env.CASEBENCH_FIXTURES

const bundles = () => {
  const folder = join(fixtures ?? '', 'bundles')
  if (fixtures === undefined || !existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => looksPacked(name))
    .map((name) => join(folder, name))
    .toSorted()
}

test('real support bundles unpack whole, and git has every file of them', async (context) => {
  const found = bundles()
  if (found.length === 0) context.skip('CASEBENCH_FIXTURES is not set or has no bundles')
  for (const path of found) {
    using at = await workspaceBench()
    await at.attach(basename(path), readFileSync(path))
    const { files, refused, commit, path: workspace } = await at.unpacked()
    expect(files).toBeGreaterThan(10)
    // Links of the machine that a bundle was taken on lead out of it by nature.
    expect(refused.filter(({ reason }) => !/link/.test(reason))).toEqual([])
    const listed = at
      .git(workspace, 'ls-tree', '-r', '-z', '--name-only', commit ?? '')
      .split('\0')
      .filter(Boolean)
    expect(listed).toHaveLength(files)
    expect((await at.open()).changed).toBe(0)
  }
})
