import { expect, it, vi } from 'vitest'
import { patience } from '../../../test/support/patience.ts'
import type { Command, CommandContext } from '../bench.ts'
import { createCommands } from './registry.ts'

const context = { tab: null } as unknown as CommandContext
const command = (id: string, run: Command['run'] = () => undefined, enabled = true): Command => ({
  id,
  title: id,
  section: 'Test',
  enabled: () => enabled,
  run,
})
const create = (onFailure: (command: Command, error: unknown) => void = () => undefined) =>
  createCommands({ context: () => context, onFailure })

it('lists what was added last first, once per id', () => {
  const commands = create()
  commands.add([command('a'), command('b')])
  commands.add([command('c'), command('a')])
  expect(commands.all().map(({ id }) => id)).toEqual(['c', 'a', 'b'])
})

it('lets a command of a view stand in for a general one while it can run', () => {
  const commands = create()
  const general = vi.fn()
  const special = vi.fn()
  commands.add([command('save', general)])
  const remove = commands.add([command('save', special)])
  expect(commands.run('save')).toBe(true)
  remove()
  commands.add([command('save', special, false)])
  expect(commands.run('save')).toBe(true)
  expect([general.mock.calls.length, special.mock.calls.length]).toEqual([1, 1])
})

it('runs nothing that is unknown or cannot run now', () => {
  const commands = create()
  const run = vi.fn()
  commands.add([command('off', run, false)])
  expect(commands.run('off')).toBe(false)
  expect(commands.run('unknown')).toBe(false)
  expect(commands.available()).toEqual([])
  expect(run).not.toHaveBeenCalled()
})

it('tells of a failure, whether thrown or rejected', async () => {
  const onFailure = vi.fn()
  const commands = create(onFailure)
  const error = new Error('The disk is full.')
  commands.add([
    command('throws', () => {
      throw error
    }),
    command('rejects', () => Promise.reject(error)),
  ])
  commands.run('throws')
  commands.run('rejects')
  await vi.waitFor(() => expect(onFailure).toHaveBeenCalledTimes(2), patience)
  expect(onFailure.mock.calls.map(([{ id }, thrown]) => [id, thrown])).toEqual([
    ['throws', error],
    ['rejects', error],
  ])
})
