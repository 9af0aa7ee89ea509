import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Block, ended, isBusy, noBlocks, withMark } from './blocks.ts'
import { createMarks } from './marks.ts'

const ours = (kind: string, shell = '1') => `\x1b]633;${kind};aid=${shell};n=secret\x07`
const line = (text: string, shell = '1') => `\x1b]633;E;${text};secret;${shell}\x07`
const prompt = (shell = '1') => `${ours('A', shell)}$ ${ours('B', shell)}`
const run = (text: string, output: string, exit = 0, shell = '1') =>
  `${prompt(shell)}${text}\r\n${line(text, shell)}${ours('C', shell)}${output}${ours(`D;${exit}`, shell)}`
const start = (text: string, shell = '1') => `${prompt(shell)}${line(text, shell)}${ours('C', shell)}`
const theirs = (text: string, exit: number) =>
  `\x1b]133;A\x07# \x1b]133;B\x07\x1b]633;E;${text}\x07\x1b]133;C\x07-\x1b]133;D;${exit}\x07`

const play = (text: string) => {
  const input = Buffer.from(text, 'utf8')
  let state = noBlocks('/home')
  let now = 0
  const blocks = new Map<number, Block>()
  for (const mark of createMarks({ nonce: 'secret' }).take(input).marks) {
    now += 10
    const step = withMark(state, mark, now)
    state = step.state
    for (const block of step.changed) blocks.set(block.number, block)
  }
  return {
    state,
    blocks: [...blocks.values()],
    output: (one: Block) => text.slice(one.outputFrom, one.outputTo ?? undefined),
  }
}

describe('blocks', () => {
  it('runs from the start of a command to its end', () => {
    const { blocks, output, state } = play(run('make', 'error', 2) + prompt())
    expect(blocks).toMatchObject([{ number: 1, command: 'make', exitCode: 2, depth: 0, trusted: true }])
    expect(blocks.map(output)).toEqual(['error'])
    expect(blocks[0]?.endedAt).toBeGreaterThan(blocks[0]?.startedAt ?? 0)
    expect(isBusy(state)).toBe(false)
  })

  it('gives no block to an empty line', () => {
    expect(play(prompt() + prompt() + ours('D') + prompt()).blocks).toEqual([])
  })

  it('follows a shell in a shell, and its exit', () => {
    const { blocks } = play(
      `${start('bash')}${run('ls', 'a', 0, '2')}${start('exit 3', '2')}${ours('D;3')}${run('pwd', '/', 0)}`,
    )
    expect(blocks.map(({ command, exitCode, depth }) => [command, exitCode, depth])).toEqual([
      ['bash', 3, 0],
      ['ls', 0, 1],
      ['exit 3', null, 1],
      ['pwd', 0, 0],
    ])
  })

  it('takes a shell elsewhere at its word, inside the command that led there', () => {
    const { blocks } = play(`${start('ssh box')}${theirs('uptime', 0)}${theirs('false', 1)}${ours('D;0')}`)
    expect(blocks.map(({ command, exitCode, trusted }) => [command, exitCode, trusted])).toEqual([
      ['ssh box', 0, true],
      ['uptime', 0, false],
      ['false', 1, false],
    ])
  })

  it('does not let printed marks end or name a command of ours', () => {
    const { blocks } = play(
      `${start('cat evil')}\x1b]133;D;0\x07\x1b]633;E;rm\x07\x1b]133;C\x07x${theirs('rm', 0)}${ours('D;1')}${run('ls', '')}`,
    )
    expect(blocks.filter((one) => one.trusted).map((one) => [one.command, one.exitCode])).toEqual([
      ['cat evil', 1],
      ['ls', 0],
    ])
  })

  it('leaves out what a shell of ours says twice', () => {
    const kinds = ['A', 'B', 'C', 'D;0']
    const twice = kinds.reduce(
      (text, kind) => text.replaceAll(ours(kind), `${ours(kind)}\x1b]133;${kind}\x07`),
      run('ls', 'x'),
    )
    expect(play(twice + twice).blocks.map((one) => one.exitCode)).toEqual([0, 0])
  })

  it('takes the name of a command that comes after its start', () => {
    const late = `${prompt()}${ours('C')}${line('ls')}out${ours('D;0')}`
    expect(play(late + run('pwd', '')).blocks.map((one) => one.command)).toEqual(['ls', 'pwd'])
  })

  it('works for a shell that nobody of ours started', () => {
    expect(
      play(theirs('ls', 0) + theirs('no', 127)).blocks.map((one) => [one.command, one.exitCode]),
    ).toEqual([
      ['ls', 0],
      ['no', 127],
    ])
  })

  it('keeps the folder where a command began', () => {
    const cd = '\x1b]633;P;Cwd=/srv;secret;1\x07'
    const { blocks, state } = play(`${run('cd /srv', '')}${cd}${run('ls', '')}`)
    expect(blocks.map((one) => one.folder)).toEqual(['/home', '/srv'])
    expect(state.folder).toBe('/srv')
  })

  it('ends everything with the terminal', () => {
    const { state } = play(`${start('bash')}${start('vi', '2')}`)
    const step = ended(state, 99, 500)
    expect(step.changed.map((one) => [one.command, one.outputTo, one.endedAt])).toEqual([
      ['vi', 99, 500],
      ['bash', 99, 500],
    ])
    expect(step.state.shells).toEqual([])
  })

  it('stays small and in order whatever is printed', () => {
    const marks = ['A', 'B', 'C', 'D;1'].flatMap((kind) => [
      `\x1b]133;${kind}\x07`,
      `\x1b]133;${kind};aid=x\x07`,
      ours(kind),
      ours(kind, '2'),
    ])
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...marks), { maxLength: 200 }), (parts) => {
        const { state, blocks } = play(parts.join(''))
        expect(state.shells.length).toBeLessThanOrEqual(32)
        expect(blocks.map((one) => one.number)).toEqual(blocks.map((_, i) => i + 1))
        const open = blocks.filter((one) => one.endedAt === null).length
        expect(open).toBe(state.shells.filter((shell) => shell.open).length)
      }),
    )
  })
})
