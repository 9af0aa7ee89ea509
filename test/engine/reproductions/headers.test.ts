import { expect, test } from 'vitest'
import { productImage } from '../../support/engine/images.ts'
import { reproScript } from '../../support/engine/repro-script.ts'
import {
  needsImages,
  type Reproduction,
  reproduction,
  startsSoon,
} from '../../support/engine/reproduction.ts'

needsImages(async () => {
  await productImage('proxies')
  await productImage('tomcat')
})

/** Behind a proxy that takes headers one by one; each is small enough for it, and both are too much for Tomcat. */
const signedIn = (service: string) =>
  reproScript(
    service,
    'ask /index.html "Authorization: Bearer $(many 5000)" "Cookie: session=$(many 5000)"',
    'case $status in 200) exit 0 ;; 400) exit 1 ;; *) exit 125 ;; esac',
  )

/** A login remembers where one wanted to go, and sends one there: a long address makes a long answer. */
const rememberedAddress = reproScript(
  'NGINX',
  'ask "/sign-in?from=/$(many 5000)"',
  'case $status in 302) exit 0 ;; 502) exit 1 ;; *) exit 125 ;; esac',
)
const login = {
  'META-INF/context.xml':
    '<Context><Valve className="org.apache.catalina.valves.rewrite.RewriteValve" /></Context>',
  'WEB-INF/rewrite.config': 'RewriteRule ^/sign-in$ /index.html [R=302,QSA]\n',
  'index.html': 'welcome',
}

const serverXml = `<Server port="-1">
  <Service name="Catalina">
    <Connector port="8080" maxHttpHeaderSize="65536" />
    <Engine name="Catalina" defaultHost="localhost"><Host name="localhost" appBase="webapps" /></Engine>
  </Service>
</Server>
`

const behind = async (title: string, proxy: string, command: string[]): Promise<Reproduction> => {
  const { [proxy]: product = '' } = { httpd: 'Apache HTTP Server@2.4.62', nginx: 'nginx@1.22.1' }
  const made = await reproduction(title, [`product:${product}`, 'product:Apache Tomcat@10.1.28'], {
    [proxy]: { image: await productImage('proxies'), command },
    tomcat: startsSoon(await productImage('tomcat')),
  })
  for (const [path, text] of Object.entries(login))
    made.write(`environment/tomcat/webapps/ROOT/${path}`, text)
  return made
}

const allowLargeHeaders = ({ write, override }: Reproduction) => {
  write('environment/tomcat/server.xml', serverXml)
  override({ tomcat: { volumes: ['./tomcat/server.xml:/usr/local/tomcat/conf/server.xml:ro'] } })
}

test('httpd passes a header on that is too large for Tomcat, which answers 400', async () => {
  const made = await behind('400 after the new single sign-on', 'httpd', ['httpd-foreground'])
  expect(made.proposal.wires).toMatchObject([{ from: 'httpd', to: 'tomcat', interface: 'http' }])
  made.write('repro.sh', signedIn('HTTPD'))
  expect(await made.check()).toBe('reproduced')
  const before = await made.evidence()
  expect(before.printed).toContain('/index.html: 400')
  expect(before.logs).toMatch(/^.*httpd.*"GET \/index\.html HTTP\/1\.0" 400/m)
  expect(before.logs).toMatch(/tomcat.*Request header is too large/)
  expect(before.junit).toContain('<failure')
  expect(before.lock.services).toMatchObject([
    { name: 'httpd', imageId: expect.stringMatching(/^sha256:/) },
    { name: 'tomcat', version: expect.stringMatching(/^10\.1\./) },
  ])
  expect(Object.keys(before.lock.files)).toContain('environment/httpd/httpd.conf')

  allowLargeHeaders(made)
  expect(await made.check()).toBe('not-reproduced')
})

test('nginx answers 502 to a long header of Tomcat, and Tomcat 400 to long ones that nginx passes on', async () => {
  const command = ['nginx', '-g', 'daemon off; error_log stderr;']
  const made = await behind('502 after signing in', 'nginx', command)
  expect(made.proposal.wires).toMatchObject([{ from: 'nginx', to: 'tomcat', interface: 'http' }])
  made.write('repro.sh', rememberedAddress)
  expect(await made.check()).toBe('reproduced')
  const { logs, lock } = await made.evidence()
  expect(logs).toContain('upstream sent too big header while reading response header from upstream')
  expect(lock.services).toMatchObject([
    { name: 'nginx', version: '1.22.1' },
    { name: 'tomcat', version: expect.stringMatching(/^10\.1\./) },
  ])
  const conf = made.read('environment/nginx/default.conf')
  made.write(
    'environment/nginx/default.conf',
    conf.replace('listen 80;', 'listen 80;\n  proxy_buffer_size 16k;\n  proxy_buffers 8 16k;'),
  )
  await made.casebench('env', 'restart', made.ref, '--service', 'nginx')
  expect(await made.check()).toBe('not-reproduced')

  made.write('repro.sh', signedIn('NGINX'))
  expect(await made.check()).toBe('reproduced')
  expect((await made.evidence()).logs).toMatch(/tomcat.*Request header is too large/)
})
