import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { ownNetwork } from './own-network.ts'

test('a program in a network of its own reaches itself and knows no other network', ({ skip }) => {
  const network = ownNetwork()
  if (!network) return skip('a network of its own takes Linux, root and the program ip')
  const [program, ...options] = network
  const look = `
    const { createServer } = require('node:net')
    const names = Object.keys(require('node:os').networkInterfaces())
    const server = createServer().listen(0, '127.0.0.1', () =>
      fetch('http://127.0.0.1:' + server.address().port).catch(() => process.exit(1)))
    server.on('connection', () => { console.log(names.join()); process.exit() })`
  const said = execFileSync(program, [...options, process.execPath, '-e', look], { encoding: 'utf8' })
  expect(said).toBe('lo\n')
})
