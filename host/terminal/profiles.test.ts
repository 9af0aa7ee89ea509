import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../test/support/database.ts'
import { findProfiles } from './profiles.ts'

test('shells are those of PATH and of the list of the system, and an old Bash has no marks', () => {
  using temporary = temporaryFolder()
  const program = (name: string, says = '') => {
    const path = join(temporary.path, name)
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, `#!/bin/sh\necho '${says}'\n`, { mode: 0o755 })
    return path
  }
  program('path/bash')
  const listed = ['other/bash', 'other/nu', 'other/tmux', 'other/zsh'].map((name) => program(name))
  const profilesOf = (version: string) =>
    findProfiles({
      platform: 'linux',
      env: { PATH: join(temporary.path, 'path') },
      loginShell: () => null,
      listed: () => ['# shells', ...listed, '/not/there', 'relative', ''].join('\n'),
      bashVersion: () => version,
    })
  const old = profilesOf('GNU bash, version 3.2.57(1)-release')
  expect(old.map(({ name, marks, standard }) => [name, marks, standard])).toEqual([
    ['bash', false, true],
    ['nu', false, false],
    ['zsh', true, false],
  ])
  expect(old[0]?.path).toBe(join(temporary.path, 'path/bash'))
  expect(profilesOf('GNU bash, version 4.3.48(1)-release')[0]?.marks).toBe(false)
  expect(profilesOf('GNU bash, Version 5.2')[0]?.marks).toBe(true)
  expect(profilesOf('GNU bash, version 4.4.0')[0]?.marks).toBe(true)
})

test('the Bash of this machine is asked for its version', () => {
  for (const { name, marks } of findProfiles())
    if (name === 'bash' || name === 'zsh') expect(marks).toBe(true)
})
