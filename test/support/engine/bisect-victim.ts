import type { Services } from '../../../shared/contract/index.ts'
import type { Client } from '../../../shared/wire/client.ts'
import { openHost } from '../../bench/host.ts'

// Runs the bisection that it is given, and says on stdout what it is told, until it is killed.

const [dataDir = '', asked = '{}'] = process.argv.slice(2)
const { client } = await openHost(dataDir)
const input = JSON.parse(asked) as Parameters<Client<Services>['bisections']['run']>[0]
for await (const item of client.bisections.run(input)) process.stdout.write(`${JSON.stringify(item)}\n`)
