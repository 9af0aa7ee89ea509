import { describe, expect, it } from 'vitest'
import { onPath, openMarkedShell } from '../../../test/support/marked-shell.ts'

const bash = onPath('bash')
const zsh = onPath('zsh')
const fish = onPath('fish')

const quietZsh = 'unsetopt PROMPT_SP\n'
const kinds = [
  { name: 'bash', path: bash, files: { '.bashrc': 'PS1="> "; MINE=bashrc\n' }, failing: 'bash -c "exit 7"' },
  {
    name: 'zsh',
    path: zsh,
    files: { '.zshrc': `${quietZsh}PS1="> "; MINE=zshrc\n` },
    failing: 'bash -c "exit 7"',
  },
  { name: 'fish', path: fish, files: {}, failing: 'bash -c "exit 7"' },
]

// Shells are programs of others, with races of their own.
for (const { name, path, files, failing } of kinds)
  describe(name, { retry: 1 }, () => {
    if (!path) return it.skip(`needs ${name} on the PATH`, () => undefined)

    it('marks commands with their very text, output, exit code and time', async () => {
      await using shell = await openMarkedShell({ path, files })
      const lines = [
        `echo "a  b" 'c;d' \\\\ e`,
        'echo Grüße 漢字 🎉',
        `echo 'x\\x3b;' | cat`,
        failing,
        'false; true',
        'echo again',
        'echo again',
      ]
      for (const line of lines) expect((await shell.run(line)).command).toBe(line)
      expect(shell.blocks().map((block) => block.exitCode)).toEqual([0, 0, 0, 7, 0, 0, 0])
      const [first] = shell.blocks()
      expect(first && shell.printed(first)).toContain('a  b c;d \\ e\r\n')
      const slept = await shell.run('sleep 0.3')
      expect((slept.endedAt ?? 0) - slept.startedAt).toBeGreaterThanOrEqual(250)
      expect(shell.blocks().every((block) => block.trusted && block.depth === 0)).toBe(true)
    })

    it('follows the folder', async () => {
      await using shell = await openMarkedShell({ path, files })
      expect((await shell.run('mkdir "a;b ü" && cd "a;b ü"')).folder).toBe(shell.home)
      expect((await shell.run('pwd')).folder).toBe(`${shell.home}/a;b ü`)
    })

    it('gives no block to an empty line, and one to a line that was interrupted', async () => {
      await using shell = await openMarkedShell({ path, files })
      for (const keys of ['\r', '\r']) {
        const before = shell.prompts()
        shell.type(keys)
        await shell.until(() => shell.prompts() > before)
      }
      shell.type('echo nev')
      await shell.until(() => shell.output().includes('nev'))
      const before = shell.prompts()
      shell.type('\x03')
      // fish loses an interrupt that comes just before it waits for keys, and takes the next.
      const again = setInterval(() => shell.type('\x03'), 1000)
      await shell.until(() => shell.prompts() > before).finally(() => clearInterval(again))
      // The program itself says that it has the terminal: keys pressed before that are the shell's.
      const line = `sh -c 'echo "on"; exec sleep 60'`
      shell.type(`${line}\r`)
      await shell.until(() => shell.blocks().some((block) => shell.printed(block).includes('on\r\n')))
      shell.type('\x03')
      await shell.until(() => shell.blocks()[0]?.endedAt != null)
      expect(shell.blocks()).toMatchObject([{ number: 1, command: line, exitCode: 130 }])
      expect((await shell.run('echo on')).command).toBe('echo on')
    })

    it('reads a command of many lines as one', async () => {
      await using shell = await openMarkedShell({ path, files })
      const text =
        name === 'fish'
          ? ['for i in 1 2', '  echo "n $i"', 'end']
          : ['for i in 1 2; do', '  echo "n $i"', 'done']
      const block = await shell.run(text.join('\r'))
      expect(block.command.replaceAll(/\s+/g, ' ')).toContain('echo "n $i"')
      expect(shell.printed(block)).toContain('n 1\r\nn 2\r\n')
      expect(shell.blocks()).toHaveLength(1)
    })

    it('does not take a subshell for a shell', async () => {
      await using shell = await openMarkedShell({ path, files })
      const line = name === 'fish' ? 'begin; echo a; end' : '(cd / && echo a; exit 3)'
      expect(await shell.run(line)).toMatchObject({ command: line, exitCode: name === 'fish' ? 0 : 3 })
      expect((await shell.run('pwd')).folder).toBe(shell.home)
    })

    it('marks the commands of shells inside it', async () => {
      for (const inner of ['bash', 'zsh', 'fish'].filter((one) => onPath(one))) {
        await using shell = await openMarkedShell({ path, files: { '.zshrc': quietZsh, ...files } })
        shell.type(`${inner}\r`)
        await shell.until(() => shell.state().shells.length === 2)
        expect(await shell.run('false')).toMatchObject({
          command: 'false',
          depth: 1,
          exitCode: 1,
          trusted: true,
        })
        shell.type('exit 4\r')
        await shell.until(() => shell.blocks()[0]?.endedAt != null)
        await shell.run('echo back')
        expect(shell.blocks().map((block) => [block.command, block.exitCode, block.depth])).toEqual([
          [inner, 4, 0],
          ['false', 1, 1],
          ['exit 4', inner === 'fish' ? 4 : null, 1],
          ['echo back', 0, 0],
        ])
      }
    })

    it('keeps its secret from the programs that run in it', async () => {
      await using shell = await openMarkedShell({ path, files })
      expect(shell.printed(await shell.run('env'))).not.toMatch(/abc123|CASEBENCH_/)
    })
  })
