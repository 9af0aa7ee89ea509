import { expect, test } from 'vitest'
import { sourceOf } from '../../support/engine/application.ts'
import { productImage } from '../../support/engine/images.ts'
import { reproScript } from '../../support/engine/repro-script.ts'
import { needsImages, reproduction } from '../../support/engine/reproduction.ts'

needsImages(() => productImage('activemq'))

/** Sends an invoice and looks until it is somewhere. */
const steps = reproScript(
  'BILLING',
  'ask /bill',
  'until [[ $answer == *booked* || $answer == *dead:* ]]; do [ "$status" = 200 ] || exit 125; ask /; done',
  'tail -n 1 <<<"$answer"',
  '[[ $answer == *booked* ]]',
)

/** The application of the customer in the image of the broker, which has a Java and the broker's client. */
const billing = (image: string, redeliveries: number) => ({
  image,
  command: [
    'java',
    '-XX:TieredStopAtLevel=1',
    '-cp',
    '/usr/share/activemq/lib/*',
    '/app/Billing.java',
    String(redeliveries),
  ],
  healthcheck: {
    test: ['CMD', 'bash', '-c', 'exec 3<>/dev/tcp/127.0.0.1/8080'],
    ...{ interval: '1s', retries: 90 },
  },
})

test('a message that is rolled back too often ends in the dead-letter queue of ActiveMQ', async () => {
  const image = await productImage('activemq')
  const components = ['product:Apache ActiveMQ Classic@5.18.3', 'in-house:billing@1.4 (JDK 17)']
  const made = await reproduction('Invoices get lost', components, {
    activemq: { image, healthcheck: { interval: '1s' } },
    billing: billing(image, 2),
  })
  expect(made.proposal.wires).toMatchObject([{ from: 'billing', to: 'activemq', interface: 'openwire' }])
  made.write('environment/billing/app/Billing.java', sourceOf('Billing'))
  made.write('repro.sh', steps)

  expect(await made.check()).toBe('reproduced')
  const { printed, logs, lock, junit } = await made.evidence()
  expect(printed).toMatch(/dead: .*Delivery\[3\] exceeds redelivery policy limit.*maximumRedeliveries = 2/s)
  expect(logs.match(/billing.*The ledger is locked/g)).toHaveLength(3)
  expect(junit).toContain('<failure')
  expect(lock.services).toMatchObject([
    { name: 'activemq', version: expect.stringMatching(/^5\.17\./) },
    { name: 'billing', imageId: expect.stringMatching(/^sha256:/) },
  ])

  made.override({ billing: billing(image, 6) })
  expect(await made.check()).toBe('not-reproduced')
})
