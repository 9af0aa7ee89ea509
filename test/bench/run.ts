import { parseArgs } from 'node:util'
import { benches } from './benches.ts'
import { human } from './report.ts'

const usage = `npm run bench -- <name> [--size N] [--json]\n\nBenches: ${Object.keys(benches).join(', ')}`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { size: { type: 'string' }, json: { type: 'boolean', default: false }, help: { type: 'boolean' } },
})
const [name = ''] = positionals
const load = benches[name]
if (!load || values.help) {
  console.error(load || name === '' ? usage : `There is no bench "${name}".\n\n${usage}`)
  process.exit(values.help ? 0 : 2)
}
const size = values.size === undefined ? undefined : Number(values.size)
if (size !== undefined && !(Number.isSafeInteger(size) && size > 0)) {
  console.error(`--size takes a whole number above 0, not "${values.size}".`)
  process.exit(2)
}
const bench = await load()
const result = await bench({ size, say: (line) => process.stderr.write(`${line}\n`) })
process.stdout.write(
  values.json ? `${JSON.stringify({ bench: name, ...result }, null, 2)}\n` : human(name, result),
)
