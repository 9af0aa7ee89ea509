import { describe, expect, it } from 'vitest'
import { type MarkedShell, onPath, openMarkedShell } from '../../../test/support/marked-shell.ts'

const bash = onPath('bash')
const zsh = onPath('zsh')

/**
 * The way there is played by a program that does what ssh does with its words: the user's shell elsewhere runs them.
 * The shells are real, in an environment that knows nothing of ours.
 */
const ssh = `#!/bin/sh
case " $* " in *" -G "*) echo "hostname box"; exit 0;; esac
while :; do case $1 in -o) shift 2;; -*) shift;; *) break;; esac; done
host=$1; shift
echo "went to $host"
[ $# -gt 0 ] || set -- 'exec "$SHELL" -i'
exec env -i TERM=xterm LANG=C.UTF-8 PATH=/usr/bin:/bin HOME="$HOME" SHELL="\${THERE:-/bin/bash}" "\${THERE:-/bin/bash}" -c "$*"
`

/** Docker's way: the words are the program. */
const docker = `#!/bin/sh
echo "docker $1 $2 $3"
shift 3
exec env -i TERM=xterm LANG=C.UTF-8 PATH=/usr/bin:/bin HOME="$HOME" "$@"
`

const blocks = (shell: MarkedShell) =>
  shell.blocks().map(({ command, exitCode, depth, trusted }) => [command, exitCode, depth, trusted])

const visit = async (shell: MarkedShell, line: string): Promise<void> => {
  shell.type(`${line}\r`)
  await shell.until(() => shell.state().shells.length === 2)
  await shell.run('false')
  shell.type('exit 3\r')
  await shell.until(() => shell.blocks()[0]?.endedAt != null && shell.state().shells.length === 1)
  expect(blocks(shell)).toEqual([
    [line, 3, 0, true],
    ['false', 1, 1, false],
    ['exit 3', null, 1, false],
  ])
}

describe('a shell elsewhere', () => {
  if (!bash) return it.skip('needs bash on the PATH', () => undefined)
  const files = { ssh, docker, '.bashrc': 'PS1="> "\n', '.zshrc': 'unsetopt PROMPT_SP\n' }

  it('marks its commands over ssh, from bash and from zsh', async () => {
    for (const path of [bash, zsh]) {
      if (!path) continue
      await using shell = await openMarkedShell({ path, files })
      await visit(shell, 'ssh -o Port=1 box')
    }
  })

  it('marks its commands where the login shell is zsh', async ({ skip }) => {
    skip(zsh === null, 'needs zsh on the PATH')
    await using shell = await openMarkedShell({ path: bash, files, env: { THERE: zsh ?? '' } })
    await visit(shell, 'ssh box')
  })

  it('works without marks where it cannot make them', async () => {
    await using shell = await openMarkedShell({ path: bash, files, env: { THERE: '/bin/dash' } })
    shell.type('ssh box\r')
    await shell.until(() => /went to box\r\n(.*\r\n)*.*[#$] /.test(shell.output()))
    shell.type('echo "plain $0"; exit 2\r')
    await shell.until(() => shell.blocks()[0]?.endedAt != null)
    expect(shell.output()).toMatch(/plain \S*dash/)
    expect(blocks(shell)).toEqual([['ssh box', 2, 0, true]])
  })

  it('leaves commands given to ssh and docker alone', async () => {
    await using shell = await openMarkedShell({ path: bash, files })
    expect(shell.printed(await shell.run('ssh box "echo \\$0 there"'))).toContain('bash there')
    expect(shell.printed(await shell.run('docker exec -i C echo hello'))).toContain(
      'docker exec -i C\r\nhello',
    )
    expect(shell.state().shells).toHaveLength(1)
  })

  it('marks its commands in a container', async () => {
    await using shell = await openMarkedShell({ path: bash, files })
    await visit(shell, 'docker exec -it C bash')
  })

  it('leaves nothing behind', async () => {
    await using shell = await openMarkedShell({ path: bash, files })
    shell.type('ssh box\r')
    await shell.until(() => shell.state().shells.length === 2)
    expect(shell.printed(await shell.run('env; ls -d /tmp/tmp.*/bash.sh'))).not.toMatch(
      /CASEBENCH|tmp\.\w+\/bash.sh\r/,
    )
  })
})
