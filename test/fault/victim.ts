import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openBench } from '../../host/entry/compose.ts'
import { services } from '../../shared/contract/index.ts'
import { connect } from '../../shared/wire/client.ts'
import { wirePair } from '../../shared/wire/pair.ts'
import { serve } from '../../shared/wire/server.ts'

// Works as hard as it can on the folder it is given and says on stdout what was acknowledged, until it is killed.

const [dataDir = '', seed = '0'] = process.argv.slice(2)
const bench = await openBench({ dataDir })
const [ours, theirs] = wirePair()
serve(theirs, bench.endpoints, { mayNamePaths: true })
const client = connect(services, ours)
const acknowledge = (...words: string[]) => process.stdout.write(`${words.join(' ')}\n`)
const scratch = join(dataDir, '..', `scratch-${process.pid}`)
await mkdir(scratch, { recursive: true })

const { id: caseId } = await client.cases.create({ title: `Round ${seed}` })
acknowledge('case', caseId)

const notes = async () => {
  for (let n = 0; ; n += 1) {
    const { id } = await client.timeline.post({ caseId, lane: 'internal', body: `note ${seed}.${n}` })
    acknowledge('note', id)
  }
}

const attach = async () => {
  for (let n = 0; ; n += 1) {
    const path = join(scratch, `file-${n}.log`)
    await writeFile(path, Buffer.alloc(1 + ((n * 977_777) % 3_000_000), `${seed}.${n} `))
    for await (const step of client.attachments.attachPaths({ caseId, paths: [path] }))
      if (step.type === 'done') for (const { sha256 } of step.attachments) acknowledge('attach', sha256)
  }
}

const issue = (n: number) => ({
  url: `https://api.github.com/repos/desk/round-${seed}/issues/${n}`,
  html_url: `https://github.com/desk/round-${seed}/issues/${n}`,
  number: n,
  title: `Issue ${n} of round ${seed}`,
  body: 'The pool is exhausted after the patch.',
  state: 'open',
  user: { login: 'ada' },
  labels: [],
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-02T00:00:00Z',
  comments: [{ id: n, user: { login: 'lin' }, body: `comment ${n}`, created_at: '2026-01-02T00:00:00Z' }],
})

const importing = async () => {
  for (let n = 0; ; n += 1) {
    const path = join(scratch, `import-${n}.ndjson`)
    const stream = createWriteStream(path)
    for (let line = 0; line < 400; line += 1) stream.write(`${JSON.stringify(issue(n * 400 + line))}\n`)
    await new Promise<void>((resolve) => stream.end(resolve))
    for await (const step of client.imports.run({ sources: [{ path }], format: 'github' }))
      if (step.type === 'progress') acknowledge('imported', String(n * 400 + step.records))
  }
}

await Promise.all([notes(), attach(), importing()])
