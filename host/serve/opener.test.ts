import { describe, expect, it } from 'vitest'
import { openerOf } from './opener.ts'

const url = 'http://127.0.0.1:4545/#token=a-b_c'

describe('opening the default browser', () => {
  it('is the system’s own command with the address as one argument', () => {
    expect(openerOf(url, { platform: 'darwin', env: {} })).toEqual({ command: 'open', args: [url] })
    expect(openerOf(url, { platform: 'win32', env: {} })?.args.at(-1)).toBe(url)
    expect(openerOf(url, { platform: 'linux', env: { DISPLAY: ':0' } })).toEqual({
      command: 'xdg-open',
      args: [url],
    })
    expect(openerOf(url, { platform: 'linux', env: { WAYLAND_DISPLAY: 'w' } })?.command).toBe('xdg-open')
  })

  it('is not tried without a display', () => {
    expect(openerOf(url, { platform: 'linux', env: {} })).toBeUndefined()
  })
})
