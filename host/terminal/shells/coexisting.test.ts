import { describe, expect, it } from 'vitest'
import { type MarkedShell, onPath, openMarkedShell } from '../../../test/support/marked-shell.ts'

const bash = onPath('bash')
const zsh = onPath('zsh')

const commands = (shell: MarkedShell) => shell.blocks().map((block) => block.command)

describe('bash with a configuration of its own', () => {
  if (!bash) return it.skip('needs bash on the PATH', () => undefined)
  const open = (bashrc: string, more: { login?: boolean; files?: Record<string, string> } = {}) =>
    openMarkedShell({ path: bash, login: more.login ?? false, files: { '.bashrc': bashrc, ...more.files } })

  it('leaves PROMPT_COMMAND working, as text or list, and with the exit code of the command', async () => {
    for (const set of [
      `PROMPT_COMMAND='echo "before $?"'`,
      `PROMPT_COMMAND=('echo "before $?"' 'echo "then $?"')`,
      `PROMPT_COMMAND='echo "before $?";'`,
      `PROMPT_COMMAND='PS1="new $? > "; echo "before $?" # a note'`,
    ]) {
      await using shell = await open(set)
      await shell.run('(exit 9)')
      await shell.until(() => /before 9\r\n/.test(shell.output()) || set.includes('PS1'))
      await shell.run('echo x')
      expect(commands(shell)).toEqual(['(exit 9)', 'echo x'])
      if (set.includes('then')) expect(shell.output()).toContain('then 9')
    }
  })

  it('leaves a DEBUG trap working', async () => {
    await using shell = await open(`trap 'echo "about: $BASH_COMMAND" >> ~/seen' DEBUG`)
    await shell.run('echo one')
    expect(shell.printed(await shell.run('cat seen'))).toContain('about: echo one')
    expect(shell.printed(await shell.run('trap -p DEBUG'))).toContain('echo "about: $BASH_COMMAND"')
    expect(commands(shell)).toEqual(['echo one', 'cat seen', 'trap -p DEBUG'])
  })

  it('goes along with hooks in the manner of bash-preexec', async () => {
    // What bash-preexec does: a trap that is set anew by the first prompt, and PROMPT_COMMAND made its own.
    await using shell = await open(`
      preexec_hook() { [[ -n $at_prompt ]] && { at_prompt=; echo "pre: $(HISTTIMEFORMAT= builtin history 1)" >> ~/seen; }; }
      precmd_hook() { local code=$?; echo "post: $code" >> ~/seen; return $code; }
      install() { PROMPT_COMMAND=$'precmd_hook\\n'"\${PROMPT_COMMAND/install/}"$'\\nat_prompt=1'; trap 'preexec_hook "$_"' DEBUG; }
      PROMPT_COMMAND=install`)
    for (const line of ['echo first', '(exit 3)', 'echo "two words"']) await shell.run(line)
    expect(shell.printed(await shell.run('cat seen'))).toMatch(/pre: +\d+ {2}\(exit 3\)\r\npost: 3\r\n/)
    expect(commands(shell)).toEqual(['echo first', '(exit 3)', 'echo "two words"', 'cat seen'])
    expect(shell.blocks().map((block) => block.exitCode)).toEqual([0, 3, 0, 0])
  })

  it('names commands that the history leaves out', async () => {
    await using shell = await open('HISTCONTROL=ignoreboth; HISTIGNORE="secret*"; alias say="echo said"')
    for (const line of [
      'echo one',
      'echo one',
      ' echo two',
      'echo one | cat',
      'say x',
      ' say y',
      'echo three',
    ])
      await shell.run(line)
    expect(commands(shell)).toEqual([
      'echo one',
      'echo one',
      'echo two',
      'echo one | cat',
      'say x',
      'echo said y',
      'echo three',
    ])
    expect(shell.printed(await shell.run('trap -p; echo "$HISTCONTROL"'))).not.toContain('EXIT')
    expect(shell.printed(await shell.run('history | tail -n 20'))).not.toContain('echo two')
  })

  it('names commands without any history', async () => {
    await using shell = await open('set +o history')
    for (const line of ['echo one', 'false']) await shell.run(line)
    expect(shell.blocks().map((block) => [block.command, block.exitCode])).toEqual([
      ['echo one', 0],
      ['false', 1],
    ])
  })

  it('stands strict settings, and leaves $_ and $? as they are', async () => {
    await using shell = await open('set -u; HISTCONTROL=ignorespace; shopt -s extdebug')
    await shell.run('echo one two')
    expect(shell.printed(await shell.run('echo "last: $_"'))).toContain('last: two\r\n')
    await shell.run('(exit 5)')
    expect(shell.printed(await shell.run('echo "code: $?"'))).toContain('code: 5\r\n')
  })

  it('marks pasted lines as one command', async () => {
    await using shell = await open('')
    const number = shell.state().next
    shell.type('\x1b[200~echo one\necho two\x1b[201~\r')
    await shell.until(() => shell.blocks().some((block) => block.number === number && block.endedAt !== null))
    const [block] = shell.blocks()
    expect(block && shell.printed(block)).toMatch(/one\r\n(.*\r\n)*.*two\r\n/)
    expect(shell.blocks()).toHaveLength(1)
  })

  it('reads what a login reads', async () => {
    await using shell = await open('MINE=rc', {
      login: true,
      files: { '.bash_profile': 'MINE=profile; . ~/.bashrc; MINE+=+profile' },
    })
    expect(shell.printed(await shell.run('echo $MINE'))).toContain('rc+profile')
  })

  it('wraps nothing that the user made their own', async () => {
    await using shell = await open(`alias zsh='echo mine zsh'; ssh() { echo mine ssh; }; export -f ssh`)
    expect(shell.printed(await shell.run('zsh; ssh host'))).toContain('mine zsh\r\nmine ssh')
    expect(shell.printed(await shell.run('echo inner | bash -c "cat; echo \\$0"'))).toContain('inner\r\nbash')
  })
})

describe('zsh with a configuration of its own', () => {
  if (!zsh) return it.skip('needs zsh on the PATH', () => undefined)

  it('reads all of its files where they are', async () => {
    const files = {
      '.zshenv': 'ENVS=env',
      '.zprofile': 'ENVS+=-profile',
      '.zshrc': 'unsetopt PROMPT_SP; ENVS+=-rc',
      '.zlogin': 'ENVS+=-login',
    }
    await using shell = await openMarkedShell({ path: zsh, login: true, files })
    const printed = shell.printed(await shell.run('echo "$ENVS [$+ZDOTDIR] $HISTFILE"'))
    expect(printed).toContain('env-profile-rc-login [0]')
  })

  it('leaves other hooks and prompts working', async () => {
    const zshrc = `unsetopt PROMPT_SP; autoload -Uz add-zsh-hook
      mine() { PS1="[$?] > " }; theirs() { echo "saw: $1" >> ~/seen }
      add-zsh-hook precmd mine; add-zsh-hook preexec theirs`
    await using shell = await openMarkedShell({ path: zsh, unmarked: true, files: { '.zshrc': zshrc } })
    await shell.run('(exit 6)')
    await shell.until(() => shell.output().includes('[6] > '))
    expect(shell.printed(await shell.run('cat seen'))).toContain('saw: (exit 6)')
    expect(commands(shell)).toEqual(['(exit 6)', 'cat seen'])
  })
})
