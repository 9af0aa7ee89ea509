import { openHost } from '../bench/host.ts'
import { size, watchTerminal } from '../support/terminals.ts'

// Holds a bench with a busy terminal, and says on stdout what its window showed, until it is killed.

const [dataDir = ''] = process.argv.slice(2)
const { client } = await openHost(dataDir)
const { id } = await client.terminals.open({ ...size, profile: 'bash', folder: dataDir, record: true })
const window = watchTerminal(client, id)
// One that no hang-up ends, in the background, and one that prints without end.
const data =
  "(trap '' HUP; exec sleep 987) & echo pid=$!.; n=0; while :; do n=$((n + 1)); echo line-$n; done\r"
await client.terminals.write({ id, data })
await window.shows('line-1\r\n')
const sleeper = /pid=(\d+)\./.exec(window.text())?.[1]
process.stdout.write(`${JSON.stringify({ id, sleeper: Number(sleeper) })}\n`)
let told = 0
for (let wanted = 100; ; wanted += 100) {
  await window.shows(`line-${wanted}\r\n`)
  told = wanted
  process.stdout.write(`${told}\n`)
}
