// The rival's service, started in the folder where its packages are installed: node server.cjs PACKAGES DATA
const { createRequire } = require('node:module')
const { join } = require('node:path')

const [packages, data] = process.argv.slice(2)
const from = createRequire(join(packages, 'package.json'))
const PouchDB = from('pouchdb').defaults({ prefix: `${data}/` })
const app = from('express')()
app.use('/', from('express-pouchdb')(PouchDB, { inMemoryConfig: true, logPath: join(data, 'log.txt') }))
const server = app.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`))
