import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { type EnvironmentBench, environmentBench } from '../support/engine/bench.ts'
import { productImage } from '../support/engine/images.ts'

let bench: EnvironmentBench | undefined
beforeEach(({ skip }) => skip(inject('noEngine') !== '', inject('noEngine')))
afterEach(() => bench?.close())

test('a terminal in a service runs there, with blocks', async () => {
  bench = await environmentBench(
    `services: { web: { image: "${await productImage('chatter')}", init: true, hostname: in-there } }\n`,
  )
  await bench.up()
  const { client } = bench.host
  const size = { columns: 80, rows: 24 }
  const { id, profile } = await client.terminals.open({ caseId: bench.caseId, service: 'web', ...size })
  expect(profile).toBe('container web')
  const typing = async (text: string) => client.terminals.write({ id, data: text })
  const done = Promise.withResolvers<void>()
  let typed = false
  const reading = (async () => {
    const decoder = new TextDecoder()
    let shown = ''
    for await (const item of client.terminals.attach({ id, ...size })) {
      if (!(item instanceof Uint8Array)) continue
      shown += decoder.decode(item, { stream: true })
      if (!typed && /[#$] /.test(shown)) {
        typed = true
        await typing('hostname; false\r')
      }
    }
  })()
  for await (const { blocks } of client.terminals.blocks({ id })) {
    const [first] = blocks
    if (first?.endedAt != null) {
      expect(first).toMatchObject({ command: 'hostname; false', exitCode: 1 })
      done.resolve()
      break
    }
  }
  await done.promise
  const { text } = await client.terminals.blockText({ id, number: 1 })
  expect(text.trim()).toBe('in-there')
  await client.terminals.remove({ id })
  await reading
  await expect(
    client.terminals.open({ caseId: bench.caseId, service: 'nobody', ...size }),
  ).rejects.toMatchObject({ code: 'no-service' })
})
