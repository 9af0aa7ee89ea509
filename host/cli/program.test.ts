import { describe, expect, test } from 'vitest'
import { commands } from './commands/all.ts'
import { parseCommandLine } from './program.ts'
import { UsageError } from './usage-error.ts'

const parse = (...argv: string[]) => {
  let help = ''
  const write = (text: string) => {
    help += text
  }
  const prepared = parseCommandLine(argv, { version: '1.2.3', commands, write, columns: 80 })
  return { prepared, help }
}

describe('a command line that is understood', () => {
  test('options that all commands share stand before or after the command', () => {
    expect(parse('--data', 'there', '--json', 'undo').prepared).toMatchObject({ data: 'there', json: true })
    expect(parse('undo', '--json', '--data', 'there').prepared).toMatchObject({ data: 'there', json: true })
    expect(parse('undo').prepared).toMatchObject({ data: undefined, json: false })
  })

  test('a tag to remove is no option', () => {
    expect(parse('tag', 'CB-1', '+a', '-hot', '--json').prepared).toMatchObject({ json: true })
  })

  test('a group without a word lists', () => {
    expect(parse('people', '--json').prepared).toMatchObject({ json: true })
    expect(parse('people', 'list', 'ann').prepared).toBeDefined()
  })

  test('nothing at all prints the help, and so does asking for it', () => {
    const alone = parse()
    expect(alone.prepared).toBeUndefined()
    expect(alone.help).toContain('Usage: casebench [--data DIR] <command>')
    expect(parse('--help').help).toBe(alone.help)
    expect(parse('--version').help).toBe('1.2.3\n')
  })
})

const words = commands.flatMap((entry) =>
  'commands' in entry
    ? entry.commands.map(({ usage }) => [`${entry.name} ${usage.split(' ')[0]}`])
    : [[entry.usage.split(' ')[0] ?? '']],
)

test.each(words)('%s has help with an example and says that it knows --json', (word) => {
  const { help } = parse(...word.split(' '), '--help')
  expect(help).toContain(`Usage: casebench ${word}`)
  expect(help).toContain('--json')
  expect(help).toMatch(/Examples:\n {2}.*casebench/)
})

describe('bad usage is one sentence', () => {
  test.each([
    [['nonsense'], 'Unknown command \'nonsense\'. See "casebench --help".'],
    [['case'], /Unknown command 'case'. Did you mean cases\? See/],
    [['show'], 'Missing required argument \'ref\'. See "casebench show --help".'],
    [['show', 'CB-1', 'CB-2'], /^Too many arguments for 'show'/],
    [['show', 'CB-1', '--colour'], /^Unknown option '--colour'/],
    [['show', 'CB-1', '--jso'], /Did you mean --json\?/],
    [['note', 'CB-1', 'text'], /^Required option '--lane <lane>' not specified/],
    [
      ['note', 'CB-1', 'text', '--lane', 'public'],
      /'public' is invalid. Allowed choices are internal, customer, expert/,
    ],
    [['new'], /^Required option '--title <text>' not specified/],
    [['cases', '--limit', 'many'], '--limit must be a whole number. See "casebench cases --help".'],
    [['cases', '--sort', 'colour'], /^--sort must be one of best, updated/],
    [['import', 'x.json', '--format', 'word'], /'word' is invalid/],
    [['serve', '--port', '70000'], /^--port must be at most 65535/],
    [['link', 'CB-1', '--to', 'CB-2', '--kind', 'cousin'], /'cousin' is invalid/],
    [['completion', 'tcsh'], /'tcsh' is invalid/],
    [['--nonsense'], /^Unknown option '--nonsense'/],
  ] as [string[], string | RegExp][])('%j', (argv, sentence) => {
    expect(() => parse(...argv)).toThrow(UsageError)
    expect(() => parse(...argv)).toThrow(sentence)
    expect(() => parse(...argv)).not.toThrow('\n')
  })
})
