import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compileServlet, sourceOf } from '../../support/engine/application.ts'
import { productImage } from '../../support/engine/images.ts'
import { reproScript } from '../../support/engine/repro-script.ts'
import { needsImages, reproduction, startsSoon } from '../../support/engine/reproduction.ts'
import { shopImages } from '../../support/engine/versions.ts'

const versions = Array.from({ length: 8 }, (_, minor) => `1.${minor}`)

needsImages(async () => {
  await shopImages(versions)
  await productImage('postgres')
})

const steps = reproScript(
  'TOMCAT',
  'ask "/orders?customer=ada"',
  '[ "$status" = 200 ] && exit 0',
  'grep -m 1 -o "UnsupportedClassVersionError[^<]*" <<<"$answer" || exit 125',
  'exit 1',
)

test('the first version of an application with a driver for a newer Java is found', async () => {
  const image = await shopImages(versions)
  const components = ['product:Apache Tomcat@10.1.28', 'product:PostgreSQL@15', 'in-house:shop@1.7 (Tomcat)']
  const made = await reproduction('No database after the update', components, {
    tomcat: startsSoon(`${image}:1.7`),
    postgres: { image: await productImage('postgres'), healthcheck: { interval: '1s' } },
  })
  await compileServlet(join(made.root, 'environment/tomcat/webapps'), 'Orders', sourceOf('Orders'))
  made.write(
    'environment/postgres/init/01-orders.sql',
    "create table orders (customer text); insert into orders values ('ada');",
  )
  made.write('repro.sh', steps)
  expect(await made.check()).toBe('reproduced')
  const { printed, logs } = await made.evidence()
  expect(printed).toMatch(
    /UnsupportedClassVersionError: org.*Driver has been compiled by a more recent version.*class file version 65.*up to 61/s,
  )
  expect(logs).toContain('UnsupportedClassVersionError')

  // No versions are named: the engine has them.
  const range = ['--service', 'tomcat', '--good', '1.0', '--bad', '1.7', '--attach']
  const found = (await made.casebench('bisect', made.ref, ...range)) as { steps: unknown[] }
  expect(found).toMatchObject({ firstBad: '1.5', lastGood: '1.4' })
  expect(found.steps.length).toBeLessThanOrEqual(Math.ceil(Math.log2(versions.length)) + 1)

  const names = await made.attachments('bisection')
  const card = (await made.attached(names.find((name) => name.endsWith('.md')) ?? '')).toString()
  expect(card).toContain('tomcat 1.5 is the first version with the problem; 1.4 is the last without it.')
  expect(card).toMatch(/## Neighbours\n\n(- `1\.4`: good\n- `1\.5`: bad|- `1\.5`: bad\n- `1\.4`: good)\n/)
  const locks = names.filter((name) => name.endsWith('.lock.json'))
  const images = await Promise.all(locks.map(async (name) => (await made.attached(name)).toString()))
  for (const version of ['1.4', '1.5']) expect(images.join()).toContain(`"${image}:${version}"`)
})
