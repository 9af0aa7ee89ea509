import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { bisectBench } from '../../test/support/bisect-bench.ts'

const checking = { repeat: 1, timeoutSeconds: 600, untilReproduced: false, asIs: false }

test('a check beside another one is refused, and one after a cancelled one waits for its end', async () => {
  const { handlers, context, caseId, repro, root, close } = await bisectBench()
  onTestFinished(close)
  repro(`#!/bin/sh
trap 'sleep 0.3; echo ended >> "${root}/order"; exit 0' TERM
echo began >> "${root}/order"
while [ ! -e "${root}/go" ]; do sleep 0.05; done
`)
  const stop = new AbortController()
  const first = handlers.runs.check({ caseId, ...checking }, { ...context, signal: stop.signal })
  const began = Promise.withResolvers<string>()
  const reading = (async () => {
    for await (const step of first) if (step.type === 'began') began.resolve(step.id)
  })()
  // How it ended is looked at further down.
  reading.catch(() => undefined)
  const id = await began.promise
  const beside = handlers.runs.check({ caseId, ...checking }, context)[Symbol.asyncIterator]()
  await expect(beside.next()).rejects.toMatchObject({ code: 'busy' })

  while (!orderOf(root).includes('began')) await new Promise((resolve) => setTimeout(resolve, 20))
  stop.abort()
  const after = handlers.runs.check({ caseId, command: 'exit 4', ...checking }, context)
  let told: unknown
  for await (const step of after) if (step.type === 'done') told = step.run
  expect(told).toMatchObject({ verdict: 'reproduced', state: 'finished', repeats: [{ exitCode: 4 }] })
  expect(orderOf(root)).toEqual(['began', 'ended'])
  await expect(reading).rejects.toMatchObject({ code: 'cancelled' })
  expect(await handlers.runs.get({ id }, context)).toMatchObject({
    state: 'cancelled',
    verdict: 'inconclusive',
  })
})

const orderOf = (root: string): string[] => {
  try {
    return readFileSync(join(root, 'order'), 'utf8').trim().split('\n')
  } catch {
    // Nothing ran yet.
    return []
  }
}

test('a program that asks for input gets none, and a check sees the addresses of the services', async () => {
  const { handlers, context, caseId, repro, close } = await bisectBench()
  onTestFinished(close)
  repro(
    '#!/bin/sh\nread -r answer && exit 3\n[ -t 1 ] && [ -n "$CASEBENCH_WEB_PORT" ] && [ -n "$CASEBENCH_RUN" ]\n',
  )
  let verdict: string | null | undefined
  for await (const step of handlers.runs.check({ caseId, ...checking }, context))
    if (step.type === 'done') verdict = step.run.verdict
  expect(verdict).toBe('not-reproduced')
})
