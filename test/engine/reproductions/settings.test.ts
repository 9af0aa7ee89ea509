import { expect, test } from 'vitest'
import { productImage } from '../../support/engine/images.ts'
import { reproScript } from '../../support/engine/repro-script.ts'
import { needsImages, reproduction, startsSoon } from '../../support/engine/reproduction.ts'

needsImages(() => productImage('tomcat'))

const steps = reproScript(
  'TOMCAT',
  'ask /index.html "Cookie: session=$(many 16000)"',
  'case $status in 200) exit 0 ;; 400) exit 1 ;; *) exit 125 ;; esac',
)

const server = (attributes: Record<string, string>) => `<?xml version="1.0" encoding="UTF-8"?>
<Server port="-1">
  <Service name="Catalina">
    <!-- The one that everybody uses. -->
    <Connector port="8080" protocol="HTTP/1.1"
${Object.entries(attributes)
  .map(([name, value]) => `               ${name}="${value}"`)
  .join('\n')} />
    <Engine name="Catalina" defaultHost="localhost"><Host name="localhost" appBase="webapps" /></Engine>
  </Service>
</Server>
`
const ours = {
  ...{ connectionTimeout: '20000', redirectPort: '8443', maxParameterCount: '1000', acceptCount: '100' },
  ...{ maxThreads: '200', minSpareThreads: '10', keepAliveTimeout: '20000', maxHttpHeaderSize: '65536' },
  ...{ maxKeepAliveRequests: '100', compression: 'off', enableLookups: 'false', URIEncoding: 'UTF-8' },
}
const theirs = {
  ...{ connectionTimeout: '30000', redirectPort: '443', maxParameterCount: '5000', acceptCount: '10' },
  ...{ maxThreads: '50', minSpareThreads: '5', keepAliveTimeout: '5000', maxHttpHeaderSize: '8192' },
  ...{ maxKeepAliveRequests: '1', compression: 'on', enableLookups: 'true', URIEncoding: 'ISO-8859-1' },
}

test('the setting among 12 that makes Tomcat refuse a large header is found', async () => {
  const made = await reproduction('400 at one customer only', ['product:Apache Tomcat@10.1.28'], {
    tomcat: {
      ...startsSoon(await productImage('tomcat')),
      volumes: ['./tomcat/server.xml:/usr/local/tomcat/conf/server.xml:ro'],
    },
  })
  made.write('environment/tomcat/webapps/ROOT/index.html', 'welcome')
  made.write('environment/tomcat/server.xml', server(ours))
  made.write('customer/server.xml', server(theirs))
  made.write('repro.sh', steps)

  const sides = ['environment/tomcat/server.xml', 'customer/server.xml']
  const found = (await made.casebench('bisect', made.ref, '--settings', ...sides, '--attach')) as {
    steps: { settings: string[]; verdict: string }[]
  }
  expect(found).toMatchObject({
    minimal: [
      {
        file: 'environment/tomcat/server.xml',
        key: expect.stringMatching(/@maxHttpHeaderSize$/),
        to: '8192',
      },
    ],
  })
  expect(found.steps.length).toBeLessThanOrEqual(7)

  const names = await made.attachments('bisection')
  const card = (await made.attached(names.find((name) => name.endsWith('.md')) ?? '')).toString()
  expect(card).toMatch(/maxHttpHeaderSize`: `65536` → `8192`/)
  // None of the settings, and this one alone, each with its evidence.
  expect(names.filter((name) => name.endsWith('.cast'))).toHaveLength(2)
  // What was compared stays as it was.
  expect(made.read('environment/tomcat/server.xml')).toBe(server(ours))
})
