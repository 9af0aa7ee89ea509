import { expect, test } from 'vitest'
import { networkKind, readBus, readCost, readDevices } from './network-kind.ts'

test('reads what NetworkManager says of the connection that leads out', () => {
  expect(['u 0', 'u 1\n', 'u 2\n', 'u 3', 'u 4\n', '', 's "x"'].map(readBus)).toEqual([
    ...['unknown', 'metered', 'unmetered', 'metered', 'unmetered', 'unknown', 'unknown'],
  ])
})

const device = (metered: string, gateway: string) =>
  `GENERAL.METERED:${metered}\nIP4.GATEWAY:${gateway}\nIP6.GATEWAY:\n`

test('reads the devices of nmcli that have a gateway', () => {
  expect(readDevices(`${device('no (guessed)', '192.168.0.1')}\n${device('unknown', '')}`)).toBe('unmetered')
  expect(readDevices(`${device('yes', '10.0.0.1')}\n${device('no', '')}`)).toBe('metered')
  // A metered device that leads nowhere costs nothing.
  expect(readDevices(`${device('yes (guessed)', '')}\n${device('no', '10.0.0.1')}`)).toBe('unmetered')
  expect(readDevices(device('unknown', '10.0.0.1'))).toBe('unknown')
  expect(readDevices(device('yes', '--'))).toBe('unknown')
  expect(readDevices('')).toBe('unknown')
})

test('reads the cost of Windows', () => {
  expect(['Unrestricted\r\n', 'Fixed\r\n', 'Variable', 'Unknown', 'x'].map(readCost)).toEqual([
    ...['unmetered', 'metered', 'metered', 'unknown', 'unknown'],
  ])
})

test('asks the next program where one is missing, and nobody where none is known', async () => {
  const asked: string[] = []
  const run = async (program: string) => {
    asked.push(program)
    if (program === 'busctl') throw new Error('ENOENT')
    return device('yes', '10.0.0.1')
  }
  expect(await networkKind(run, 'linux')).toBe('metered')
  expect(asked).toEqual(['busctl', 'nmcli'])
  expect(await networkKind(run, 'darwin')).toBe('unknown')
  expect(asked).toHaveLength(2)
})
