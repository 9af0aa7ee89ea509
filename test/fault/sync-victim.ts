import { openBench } from '../../host/entry/compose.ts'
import { services } from '../../shared/contract/index.ts'
import { connect } from '../../shared/wire/client.ts'
import { wirePair } from '../../shared/wire/pair.ts'
import { serve } from '../../shared/wire/server.ts'

// A bench that syncs by itself while somebody works on it as hard as can be, and says on stdout what was acknowledged,
// until it is killed.

const [dataDir = '', round = '0', url = '', token = ''] = process.argv.slice(2)
const bench = await openBench({ dataDir, stays: true })
const [ours, theirs] = wirePair()
serve(theirs, bench.endpoints, { mayNamePaths: true })
const client = connect(services, ours)
const { url: known } = await client.sync.status({})
if (known === null) await client.sync.connect({ url, token })
process.stdout.write('ready\n')

const { id: caseId } = await client.cases.create({ title: `Round ${round}` })
process.stdout.write(`case Round ${round}\n`)
for (let n = 0; ; n += 1) {
  const body = `note ${round}.${n}`
  await client.timeline.post({ caseId, lane: 'internal', body })
  process.stdout.write(`note ${body}\n`)
  if (n % 10 === 0)
    await client.cases.set({ ids: [caseId], set: { severity: ((n / 10) % 4) + 1 === 1 ? 1 : 2 } })
  await new Promise((resolve) => setTimeout(resolve, 2))
}
