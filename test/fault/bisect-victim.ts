import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openHost } from '../bench/host.ts'

// Bisects 16 versions, says on stdout which steps it was told are done, and works on until it is killed.

const [dataDir = '', caseId = '', id = ''] = process.argv.slice(2)
const { client } = await openHost(dataDir)
const say = (told: object) => process.stdout.write(`${JSON.stringify(told)}\n`)
const versions = Array.from({ length: 16 }, (_, minor) => `1.${minor}`)
const begin = async () => {
  const made = await client.cases.create({ title: 'Killed while it is bisected' })
  const { path } = await client.workspaces.open({ caseId: made.id })
  // Every check that begins is noted, and takes a while.
  const repro = `#!/bin/sh
echo "$CASEBENCH_BISECT_STEP $CASEBENCH_BISECT_VERSION" >> tries
sleep 0.3
[ "\${CASEBENCH_BISECT_VERSION#1.}" -lt 9 ]
`
  writeFileSync(join(path, 'repro.sh'), repro)
  say({ caseId: made.id, path })
  return client.bisections.run({
    ...{ mode: 'versions', caseId: made.id, service: 'web', good: '1.0', bad: '1.15', versions },
    verifyEnds: true,
  })
}
for await (const item of caseId === '' ? await begin() : client.bisections.run({ mode: 'resume', id })) {
  if (item.type === 'began') say({ id: item.bisection.id })
  if (item.type === 'checking') say({ checking: item.number })
  if (item.type === 'step') say({ step: item.step })
  if (item.type === 'done') say({ done: item.bisection })
}
process.exit(0)
