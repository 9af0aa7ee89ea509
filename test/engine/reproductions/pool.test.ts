import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compileServlet, putDriver, sourceOf } from '../../support/engine/application.ts'
import { productImage } from '../../support/engine/images.ts'
import { reproScript } from '../../support/engine/repro-script.ts'
import { needsImages, reproduction, startsSoon } from '../../support/engine/reproduction.ts'

needsImages(async () => {
  await productImage('tomcat')
  await productImage('postgres')
})

/** As long as nobody asks for a customer without orders all is well; each time somebody does, a connection is lost. */
const steps = reproScript(
  'TOMCAT',
  'ask "/orders?customer=ada"',
  '[ "$status" = 200 ] || exit 125',
  'for one in 1 2 3 4; do ask "/orders?customer=nobody"; done',
  'ask "/orders?customer=ada"',
  '[ "$status" = 200 ] && exit 0',
  'grep -m 1 -o "Cannot get a connection[^<]*" <<<"$answer" || exit 125',
  'exit 1',
)

const orders = `create table orders (customer text); insert into orders values ('ada'), ('ada');`

/** Closed at the end of the good way only. */
const leaking = (source: string): string =>
  source
    .replace(
      'try (var connection = source.getConnection();',
      'var connection = source.getConnection();\n try (',
    )
    .replace('" orders");', '" orders");\n connection.close();')

test('Tomcat runs out of connections to PostgreSQL that an application does not give back', async () => {
  const components = ['product:Apache Tomcat@10.1.28', 'product:PostgreSQL@15', 'in-house:shop@2.3 (Tomcat)']
  const made = await reproduction('Orders hang until a restart', components, {
    tomcat: startsSoon(await productImage('tomcat')),
    postgres: { image: await productImage('postgres'), healthcheck: { interval: '1s' } },
  })
  expect(made.proposal.wires).toMatchObject([
    { from: 'tomcat', to: 'postgres', interface: 'jdbc:postgresql' },
  ])
  const [driver] = made.proposal.drivers
  await putDriver(join(made.root, driver?.folder ?? ''))
  const webapps = join(made.root, 'environment/tomcat/webapps')
  await compileServlet(webapps, 'Orders', leaking(sourceOf('Orders')))
  made.write('environment/postgres/init/01-orders.sql', orders)
  made.write('repro.sh', steps)
  const context = made.read('environment/tomcat/context.xml')
  const withPool = (size: number) =>
    made.write(
      'environment/tomcat/context.xml',
      context.replace('maxTotal="20"', `maxTotal="${size}"`).replace('"10000"', '"500"'),
    )

  withPool(3)
  expect(await made.check()).toBe('reproduced')
  const { printed, logs, lock, junit } = await made.evidence()
  expect(printed).toContain('Cannot get a connection, pool error Timeout waiting for idle object')
  expect(logs).toMatch(/tomcat.*Servlet\.service\(\) for servlet \[shop\.Orders\].* threw exception/)
  expect(logs).toContain('pool error Timeout waiting for idle object')
  expect(junit).toContain('<failure')
  expect(lock.services).toMatchObject([
    { name: 'postgres', version: expect.stringMatching(/^15\./) },
    { name: 'tomcat', version: expect.stringMatching(/^10\.1\./) },
  ])
  expect(lock.files).toHaveProperty('environment/tomcat/context.xml')
  expect(JSON.stringify({ lock, printed, logs })).not.toContain(/password="([^"]+)"/.exec(context)?.[1])

  // A larger pool only puts it off, which is what such customers do first.
  withPool(20)
  await made.casebench('env', 'restart', made.ref, '--service', 'tomcat')
  expect(await made.check()).toBe('not-reproduced')

  withPool(3)
  await compileServlet(webapps, 'Orders', sourceOf('Orders'))
  await made.casebench('env', 'restart', made.ref, '--service', 'tomcat')
  expect(await made.check()).toBe('not-reproduced')
})
