import { readdirSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type MarkedShell, onPath, openMarkedShell } from '../support/marked-shell.ts'
import { startSshServer, whyNoSshServer } from '../support/ssh-server.ts'

const missing = whyNoSshServer()
const shells = ['bash', 'zsh', 'fish'] as const
const files = { '.bashrc': 'PS1="here> "\n', '.zshrc': 'unsetopt PROMPT_SP\n' }
const thereFiles = { '.bashrc': 'PS1="there> "\n', '.zshrc': 'unsetopt PROMPT_SP\n' }

const serve = async (shell: string) => {
  const server = await startSshServer({ shell, files: thereFiles })
  onTestFinished(() => server.close())
  return server
}

const blocks = (shell: MarkedShell) =>
  shell.blocks().map(({ command, exitCode, depth, trusted }) => [command, exitCode, depth, trusted])

/** Types the command that leads there, and waits until a shell inside it marks its prompt. */
const enter = async (shell: MarkedShell, command: string) => {
  shell.type(`${command}\r`)
  await shell.until(() => shell.state().shells.length === 2 || shell.blocks()[0]?.endedAt != null)
  expect(shell.state().shells, shell.output()).toHaveLength(2)
}

describe('a shell behind a real ssh', () => {
  if (missing !== undefined) return it('marks its commands', ({ skip }) => skip(missing))

  for (const [here, there] of [...shells.map((one) => ['bash', one]), ['zsh', 'bash'], ['fish', 'bash']]) {
    it(`marks its commands where ${here} goes to ${there}`, async ({ skip }) => {
      const [path, shell] = [onPath(here ?? ''), onPath(there ?? '')]
      if (!path || !shell) return skip(`needs ${here} and ${there} on the PATH`)
      const { command, home } = await serve(shell)
      await using terminal = await openMarkedShell({ path, files })
      await enter(terminal, command)
      const folder = await terminal.run('cd && pwd')
      expect(terminal.printed(folder)).toContain(`${home}\r\n`)
      expect(await terminal.run('echo "a;b  c" | cat')).toMatchObject({ command: 'echo "a;b  c" | cat' })
      expect(await terminal.run('false')).toMatchObject({ exitCode: 1, folder: home })
      expect(terminal.printed(await terminal.run('env'))).not.toMatch(/CASEBENCH|abc123/)
      terminal.type('exit 3\r')
      await terminal.until(() => terminal.blocks()[0]?.endedAt != null)
      await terminal.run('echo back')
      expect(blocks(terminal)).toEqual([
        [command, 3, 0, true],
        ['cd && pwd', 0, 1, false],
        ['echo "a;b  c" | cat', 0, 1, false],
        ['false', 1, 1, false],
        ['env', 0, 1, false],
        ['exit 3', there === 'fish' ? 3 : null, 1, false],
        ['echo back', 0, 0, true],
      ])
    })
  }

  it('works without marks where the shell there cannot make them', async ({ skip }) => {
    const [bash, dash] = [onPath('bash'), onPath('dash')]
    if (!bash || !dash) return skip('needs bash and dash on the PATH')
    const { command } = await serve(dash)
    await using terminal = await openMarkedShell({ path: bash, files })
    terminal.type(`${command}\r`)
    await terminal.until(() => /[#$] $/.test(terminal.output()) || terminal.blocks()[0]?.endedAt != null)
    terminal.type('echo "plain $0"; exit 2\r')
    await terminal.until(() => terminal.blocks()[0]?.endedAt != null)
    expect(terminal.output()).toMatch(/plain \S*dash/)
    expect(blocks(terminal)).toEqual([[command, 2, 0, true]])
  })

  it('leaves commands, and what they read, as they are', async ({ skip }) => {
    const bash = onPath('bash')
    if (!bash) return skip('needs bash on the PATH')
    const { command } = await serve(bash)
    await using terminal = await openMarkedShell({ path: bash, files })
    const ran = await terminal.run(`printf 'two\\nlines' | ${command} 'wc -l; tty; exit 5'`)
    expect(terminal.printed(ran)).toMatch(/1\r\nnot a tty\r\n/)
    expect(ran.exitCode).toBe(5)
  })

  it('ends its blocks where the connection is cut, and leaves no script behind', async ({ skip }) => {
    const bash = onPath('bash')
    if (!bash) return skip('needs bash on the PATH')
    const { command, temporary } = await serve(bash)
    await using terminal = await openMarkedShell({ path: bash, files })
    await enter(terminal, command)
    terminal.type('read; kill -9 $PPID\r')
    await terminal.until(() => terminal.blocks().length === 2)
    terminal.type('\r')
    await terminal.until(() => terminal.blocks()[0]?.endedAt != null)
    expect(await terminal.run('echo here')).toMatchObject({ depth: 0, exitCode: 0 })
    expect(blocks(terminal)[1]).toEqual(['read; kill -9 $PPID', null, 1, false])
    expect(readdirSync(temporary)).toEqual([])
  })
})
