// The rival's service, started in the folder where its packages are installed: node server.cjs PACKAGES DATA
const { createRequire } = require('node:module')
const { join } = require('node:path')

const [packages, data] = process.argv.slice(2)
const from = createRequire(join(packages, 'package.json'))
const leveldown = from('leveldown')

/** LevelDB that has what it is given on the disk before it says so, as every service must that acknowledges writes. */
function durable(path) {
  const database = leveldown(path)
  const { _batch, _put } = database
  database._batch = (operations, options, done) =>
    _batch.call(database, operations, { ...options, sync: true }, done)
  database._put = (key, value, options, done) =>
    _put.call(database, key, value, { ...options, sync: true }, done)
  return database
}
Object.assign(durable, leveldown)

const PouchDB = from('pouchdb').defaults({ prefix: `${data}/`, db: durable })
const app = from('express')()
app.use('/', from('express-pouchdb')(PouchDB, { inMemoryConfig: true, logPath: join(data, 'log.txt') }))
const server = app.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`))
