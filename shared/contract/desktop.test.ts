import { expect, test } from 'vitest'
import { type ActAnswer, type DesktopBridge, desktopActs, desktopClient } from './desktop.ts'

/** A bridge whose every act answers the same. */
const bridge = (answer: ActAnswer<unknown>) => {
  const asked: [string, unknown][] = []
  const acts = Object.fromEntries(
    Object.keys(desktopActs).map((name) => [
      name,
      async (input: unknown) => {
        asked.push([name, input])
        return answer
      },
    ]),
  ) as unknown as DesktopBridge['acts']
  return { asked, client: desktopClient({ acts, pathForFile: () => '/dropped' }) }
}

test('every act of the contract is there and passes on what it is given', async () => {
  const { asked, client } = bridge({ ok: true, value: { paths: ['/a'] } })
  expect(Object.keys(client).sort()).toEqual([...Object.keys(desktopActs), 'pathForFile'].sort())
  expect(await client.pickFiles({ title: 'Attach' })).toEqual({ paths: ['/a'] })
  expect(asked).toEqual([['pickFiles', { title: 'Attach' }]])
  expect(client.pathForFile({})).toBe('/dropped')
})

test('a refusal is thrown with its code and its sentence', async () => {
  const { client } = bridge({
    ok: false,
    error: { code: 'no-key-store', message: 'The secret was not kept.' },
  })
  await expect(client.storeSecret({ name: 'a', value: 'b' })).rejects.toMatchObject({
    name: 'BenchError',
    code: 'no-key-store',
    message: 'The secret was not kept.',
  })
})
