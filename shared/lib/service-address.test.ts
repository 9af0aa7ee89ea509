import { describe, expect, test } from 'vitest'
import { reachOf, readServiceAddress } from './service-address.ts'

const token = `cbl_${'a1'.repeat(20)}`

describe('the address of a service', () => {
  test.each([
    ['casebench.example.com', 'https://casebench.example.com'],
    ['https://casebench.example.com/', 'https://casebench.example.com'],
    ['https://tools.example.com/casebench/', 'https://tools.example.com/casebench'],
    ['localhost:4100', 'http://localhost:4100'],
    ['127.0.0.1:4100', 'http://127.0.0.1:4100'],
    ['10.1.2.3', 'https://10.1.2.3'],
    ['  http://nas:4100 ', 'http://nas:4100'],
  ])('%s is %s', (typed, url) => {
    expect(readServiceAddress(typed)).toMatchObject({ ok: true, url })
  })

  test.each([
    ['', /is needed/],
    ['two words', /no address/],
    ['https://', /no address/],
    ['ftp://example.com', /begins with https/],
    ['https://me:secret@example.com', /Leave the name/],
    ['http://example.com', /anybody on the way/],
    ['http://8.8.8.8', /anybody on the way/],
    ['http://172.32.0.1', /anybody on the way/],
  ])('%s is refused with the reason', (typed, reason) => {
    const read = readServiceAddress(typed)
    expect(read.ok ? '' : read.reason).toMatch(reason)
  })

  test.each([`https://c.example.com/join#${token}`, `https://c.example.com/welcome/${token}?x=1`])(
    'the token of the link %s is told apart',
    (link) => {
      expect(readServiceAddress(link)).toMatchObject({ url: 'https://c.example.com', token })
    },
  )
})

test.each([
  ['localhost', 'this-machine'],
  ['[::1]', 'this-machine'],
  ['127.8.8.8', 'this-machine'],
  ['192.168.7.7', 'own-network'],
  ['172.31.0.1', 'own-network'],
  ['[fd00::1]', 'own-network'],
  ['bench.local', 'own-network'],
  ['fdic.gov', 'anywhere'],
  ['127.0.0.1.example.com', 'anywhere'],
  ['[2001:db8::1]', 'anywhere'],
])('%s is reached as %s', (host, reach) => {
  expect(reachOf(host)).toBe(reach)
})
