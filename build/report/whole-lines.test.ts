import { expect, test } from 'vitest'
import { wholeLines } from './whole-lines.ts'

test('lines of two programs stay whole, in any pieces and at the end', () => {
  const written: string[] = []
  const [one, two] = [wholeLines((text) => written.push(text)), wholeLines((text) => written.push(text))]
  const bytes = Buffer.from('✓ a\n✓ b\n··')
  for (const byte of bytes) {
    one.take(Uint8Array.of(byte))
    two.take(Buffer.from('x'))
  }
  one.end()
  two.take(Buffer.from('\n'))
  two.end()
  expect(written).toEqual(['✓ a\n', '✓ b\n', '··\n', `${'x'.repeat(bytes.length)}\n`])
})
