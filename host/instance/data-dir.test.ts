import { describe, expect, it } from 'vitest'
import { defaultDataDir } from './data-dir.ts'

const dirOf = (platform: NodeJS.Platform, env: Record<string, string>, home: string) =>
  defaultDataDir({ platform, env, home })

describe('the data folder of a user', () => {
  it('is where the platform keeps the data of applications', () => {
    expect(dirOf('linux', {}, '/home/a')).toBe('/home/a/.local/share/casebench')
    expect(dirOf('linux', { XDG_DATA_HOME: '/data' }, '/home/a')).toBe('/data/casebench')
    expect(dirOf('linux', { XDG_DATA_HOME: 'relative' }, '/home/a')).toBe('/home/a/.local/share/casebench')
    expect(dirOf('darwin', {}, '/Users/a')).toBe('/Users/a/Library/Application Support/Casebench')
    expect(dirOf('win32', { APPDATA: 'C:\\Users\\a\\AppData\\Roaming' }, 'C:\\Users\\a')).toBe(
      'C:\\Users\\a\\AppData\\Roaming\\Casebench',
    )
    expect(dirOf('win32', {}, 'C:\\Users\\a')).toBe('C:\\Users\\a\\AppData\\Roaming\\Casebench')
  })

  it('is the one that CASEBENCH_DATA names', () => {
    expect(dirOf(process.platform, { CASEBENCH_DATA: process.cwd() }, '/home/a')).toBe(process.cwd())
    expect(dirOf('linux', { CASEBENCH_DATA: '' }, '/home/a')).toBe('/home/a/.local/share/casebench')
  })
})
