import { openBench } from '../../host/entry/compose.ts'
import { services } from '../../shared/contract/index.ts'
import { connect } from '../../shared/wire/client.ts'
import { wirePair } from '../../shared/wire/pair.ts'
import { serve } from '../../shared/wire/server.ts'

// Changes 2,000 cases on the folder it is given and says on stdout after each part how many are done.

const [dataDir = ''] = process.argv.slice(2)
const bench = await openBench({ dataDir })
const [ours, theirs] = wirePair()
serve(theirs, bench.endpoints, { mayNamePaths: true })
const client = connect(services, ours)
const made = Array.from({ length: 2000 }, (_, at) => client.cases.create({ title: `Case ${at}` }))
const ids = (await Promise.all(made)).map(({ id }) => id)
for await (const { done } of client.cases.change({
  ids,
  change: { kind: 'set', set: { status: 'waiting' } },
}))
  process.stdout.write(`${done}\n`)
await bench.close()
