import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openHost } from '../bench/host.ts'

// Runs a check whose third execution never ends, says on stdout what it was told, and waits to be killed.

const [dataDir = ''] = process.argv.slice(2)
const { client } = await openHost(dataDir)
const { id: caseId } = await client.cases.create({ title: 'Killed in the middle' })
const { path } = await client.workspaces.open({ caseId })
const script = `#!/bin/sh
echo "execution $CASEBENCH_REPEAT"
test "$CASEBENCH_REPEAT" = 3 || exit $CASEBENCH_REPEAT
(trap '' HUP TERM; exec sleep 4714) &
echo $! > sleeper.part; mv sleeper.part sleeper
sleep 4715
`
writeFileSync(join(path, 'repro.sh'), script)
const say = (told: object) => process.stdout.write(`${JSON.stringify({ caseId, path, ...told })}\n`)
for await (const step of client.runs.check({ caseId, repeat: 5 })) say(step)
