import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { type Proposal, proposeEnvironment } from '../../host/environments/propose/propose.ts'
import { loadRecipes } from '../../host/recipes/load.ts'
import { type EnvironmentBench, environmentBench } from '../support/engine/bench.ts'
import { productImage } from '../support/engine/images.ts'

/** Who may see the page is asked of the data source that the proposal wired; nothing of it has to be compiled. */
const application = {
  'META-INF/context.xml': `<Context>
  <Realm className="org.apache.catalina.realm.DataSourceRealm" dataSourceName="jdbc/postgres" localDataSource="true"
    userTable="people" userNameCol="name" userCredCol="word" userRoleTable="roles" roleNameCol="role" />
</Context>`,
  'WEB-INF/web.xml': `<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
  <security-constraint>
    <web-resource-collection><web-resource-name>all</web-resource-name><url-pattern>/inside.html</url-pattern></web-resource-collection>
    <auth-constraint><role-name>reader</role-name></auth-constraint>
  </security-constraint>
  <login-config><auth-method>BASIC</auth-method></login-config>
  <security-role><role-name>reader</role-name></security-role>
</web-app>`,
  'inside.html': 'the database knows you',
}
const people = `create table people (name text, word text); create table roles (name text, role text);
insert into people values ('ada', 'lovelace'); insert into roles values ('ada', 'reader');`

const product = (name: string, version: string) => ({ kind: 'product' as const, name, version, purl: '' })

/** Runs the proposed file with stand-ins, which are made of Debian's packages and have the places of the real images. */
const withStandIns = (proposal: Proposal, standIns: Record<string, string>): string => {
  let [{ text } = { text: '' }] = proposal.files
  for (const { name, image } of proposal.services)
    text = text.replace(`image: ${image}\n`, `image: ${standIns[name] ?? image}\n`)
  return text
}

const proposed = async (...components: ReturnType<typeof product>[]): Promise<Proposal> =>
  proposeEnvironment({ components, recipes: await loadRecipes(), seed: 'engine', title: 'CB-1' })

const benchOf = async (proposal: Proposal, standIns: Record<string, string>): Promise<EnvironmentBench> => {
  const bench = await environmentBench(withStandIns(proposal, standIns))
  for (const { path, text } of proposal.files.slice(1)) bench.write(path, text)
  return bench
}

describe('a proposed Tomcat with PostgreSQL', () => {
  let bench: EnvironmentBench

  beforeEach(({ skip }) => skip(inject('noEngine') !== '', inject('noEngine')))

  beforeAll(async () => {
    if (inject('noEngine')) return
    const standIns = { tomcat: await productImage('tomcat'), postgres: await productImage('postgres') }
    const proposal = await proposed(product('Apache Tomcat', '10.1.28'), product('PostgreSQL', '15'))
    bench = await benchOf(proposal, standIns)
    for (const [path, text] of Object.entries(application))
      bench.write(`environment/tomcat/webapps/ROOT/${path}`, text)
    bench.write('environment/postgres/init/01-people.sql', people)
    const [driver] = proposal.drivers
    const folder = join(bench.root, driver?.folder ?? '')
    mkdirSync(folder, { recursive: true })
    execFileSync('docker', [
      ...['run', '--rm', '--network=none', '--volume', `${folder}:/out`, standIns.tomcat],
      ...['cp', '/usr/share/java/postgresql.jar', '/out/postgresql.jar'],
    ])
  })
  afterAll(() => bench?.close())

  test('starts as it is, and its data source reaches the database', async () => {
    const environment = await bench.up()
    expect(environment.services.map(({ service, ready }) => `${service} ${ready}`).toSorted()).toEqual([
      'postgres true',
      'tomcat true',
    ])
    const port = environment.services.find(({ service }) => service === 'tomcat')?.ports[0]?.port
    const asking = async (name: string, word: string) => {
      const authorization = `Basic ${Buffer.from(`${name}:${word}`).toString('base64')}`
      const answer = await fetch(`http://127.0.0.1:${port}/inside.html`, { headers: { authorization } })
      return [answer.status, await answer.text()]
    }
    expect(await asking('ada', 'lovelace')).toEqual([200, 'the database knows you'])
    expect((await asking('ada', 'byron'))[0]).toBe(401)
  })
})

/** The commands of the real images, which one stand-in for all three cannot have as its own. */
const commands = {
  httpd: '[httpd-foreground]',
  nginx: '[nginx, -g, "daemon off;"]',
  haproxy: '[haproxy, -f, /usr/local/etc/haproxy/haproxy.cfg]',
}

describe('proposed proxies before Tomcat', () => {
  beforeEach(({ skip }) => skip(inject('noEngine') !== '', inject('noEngine')))

  test.each([
    ['HAProxy, nginx and httpd behind each other pass requests on', ['haproxy', 'nginx', 'httpd'], []],
    ['httpd passes requests on by AJP', ['httpd'], [product('mod_proxy_ajp', '')]],
  ] as const)('%s', async (_what, proxies, hints) => {
    const components = [...proxies.map((proxy) => product(proxy, '')), ...hints, product('Tomcat', '10.1.28')]
    const proposal = await proposed(...components)
    const image = await productImage('proxies')
    const standIns = Object.fromEntries(
      proxies.map((proxy) => [proxy, `${image}\n    command: ${commands[proxy]}`]),
    )
    const bench = await benchOf(proposal, { tomcat: await productImage('tomcat'), ...standIns })
    try {
      bench.write('environment/tomcat/webapps/ROOT/index.html', 'from Tomcat')
      const { services } = await bench.up()
      for (const proxy of proxies) {
        const ports = services.find(({ service }) => service === proxy)?.ports ?? []
        const port = ports.find(({ container }) => container !== 8404)
        const answer = await fetch(`http://127.0.0.1:${port?.port}/index.html`)
        expect([proxy, answer.status, await answer.text()]).toEqual([proxy, 200, 'from Tomcat'])
      }
    } finally {
      await bench.close()
    }
  })
})
