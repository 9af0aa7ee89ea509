import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Component } from '../../../shared/domain/entities.ts'
import type { Recipe } from '../../../shared/domain/stack/recipe.ts'
import { serviceExtension } from '../../../shared/domain/stack/service-extension.ts'
import { bodyOf } from '../../recipes/choose.ts'
import { loadRecipes } from '../../recipes/load.ts'
import { type Proposal, proposeEnvironment } from './propose.ts'

let recipes: readonly Recipe[]
let folder: string
beforeAll(async () => {
  recipes = await loadRecipes()
  folder = mkdtempSync(join(tmpdir(), 'propose-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const product = (name: string, version = '', purl = ''): Component => ({
  kind: 'product',
  name,
  version,
  purl,
})
const inHouse = (name: string, version = ''): Component => ({ kind: 'in-house', name, version, purl: '' })
const propose = (components: Component[], seed = 'seed'): Proposal =>
  proposeEnvironment({ components, recipes, seed, title: 'CB-1042' })
const file = (proposal: Proposal, path: string): string => {
  const found = proposal.files.find((one) => one.path === `environment/${path}`)
  if (found === undefined) throw new Error(`No ${path} in ${proposal.files.map((one) => one.path).join(' ')}`)
  return found.text
}
const compose = (proposal: Proposal) => parse(file(proposal, 'compose.yaml'))

describe('a proposed environment', () => {
  it('wires Tomcat to PostgreSQL by a data source', () => {
    const proposal = propose([
      product('Apache Tomcat', '10.1.28'),
      product('PostgreSQL', '16.4'),
      product('pgjdbc', '42.7.3', 'pkg:maven/org.postgresql/postgresql'),
    ])
    const context = file(proposal, 'tomcat/context.xml')
    const password = /POSTGRES_PASSWORD=(\w+)/.exec(file(proposal, '.env'))?.[1]
    expect(context).toContain('name="jdbc/postgres"')
    expect(context).toContain('url="jdbc:postgresql://postgres:5432/app"')
    expect(context).toContain(`password="${password}"`)
    expect(proposal.drivers).toEqual([
      {
        service: 'tomcat',
        purl: 'pkg:maven/org.postgresql/postgresql@42.7.3',
        folder: 'environment/tomcat/drivers',
        reaches: 'postgres',
      },
    ])
    expect(file(proposal, 'tomcat/drivers/README.txt')).toContain('postgresql@42.7.3')
    const { services } = compose(proposal)
    expect(services.tomcat.depends_on).toEqual({ postgres: { condition: 'service_healthy' } })
    expect(services.tomcat.volumes).toContain('./tomcat/context.xml:/usr/local/tomcat/conf/context.xml:ro')
    expect(services.postgres.environment.POSTGRES_PASSWORD).toMatch(/^\$\{POSTGRES_PASSWORD:\?/)
    expect(proposal.unmatched).toEqual([])
  })

  it('escapes what XML does not take', () => {
    const context = file(propose([product('Tomcat 9.0.65'), product('MySQL 8.4.0')]), 'tomcat/context.xml')
    expect(context).toContain('allowPublicKeyRetrieval=true&amp;useSSL=false')
  })

  it('gives WebLogic an Oracle data source, with licence and login said', () => {
    const proposal = propose([product('Oracle WebLogic Server 14.1.1'), product('Oracle Database 19c')])
    expect(file(proposal, 'weblogic/create-wls-domain.py')).toMatch(
      /^dataSource\('oracle', 'jdbc\/oracle', 'oracle\.jdbc\.OracleDriver', 'jdbc:oracle:thin:@\/\/oracle:1521\/ORCLPDB1', 'app', 'Cb1\w+', 'SQL SELECT 1 FROM DUAL'\)$/m,
    )
    expect(proposal.services.map(({ login }) => login?.registry)).toEqual([
      'container-registry.oracle.com',
      'container-registry.oracle.com',
    ])
    expect(file(proposal, 'compose.yaml')).toContain('# Licence: Oracle Standard Terms')
  })

  it('puts a proxy before the server, by AJP where the case speaks of it', () => {
    const http = propose([product('httpd', '2.4.57'), product('Tomcat 10.1')])
    expect(file(http, 'httpd/httpd.conf')).toContain('ProxyPass "/" "http://tomcat:8080/"')
    const ajp = propose([product('httpd', '2.4.57'), product('mod_proxy_ajp'), product('Tomcat 10.1')])
    expect(file(ajp, 'httpd/httpd.conf')).toContain('ProxyPass "/" "ajp://tomcat:8009/"')
    expect(file(ajp, 'tomcat/server.xml')).toContain('protocol="AJP/1.3"')
    expect(() => file(http, 'tomcat/server.xml')).toThrow('No tomcat/server.xml')
  })

  it('chains proxies, and serves a second server under its name before the root', () => {
    const proposal = propose([product('nginx'), product('HAProxy'), product('Tomcat'), product('WildFly 30')])
    expect(proposal.wires.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'nginx tomcat',
      'nginx wildfly',
      'haproxy nginx',
    ])
    const nginx = file(proposal, 'nginx/default.conf')
    expect(nginx.indexOf('location /wildfly/')).toBeGreaterThan(0)
    expect(nginx.indexOf('location /wildfly/')).toBeLessThan(nginx.indexOf('location / '))
    expect(nginx).toMatch(/^ {2}location \/ \{\n {4}proxy_pass http:\/\/tomcat;\n {2}\}$/m)
    expect(file(proposal, 'haproxy/haproxy.cfg')).toContain('  server nginx nginx:80 check')
  })

  it('adds the ZooKeeper that an older Kafka needs, and none for a newer one', () => {
    const old = propose([product('Kafka 3.4')])
    expect(old.services.map(({ name, image }) => `${name} ${image}`)).toEqual([
      'kafka confluentinc/cp-kafka:7.4.0',
      'zookeeper zookeeper:3.9.5',
    ])
    expect(compose(old).services.kafka.environment.KAFKA_ZOOKEEPER_CONNECT).toBe('zookeeper:2181')
    expect(old.assumptions.join()).toContain('ZooKeeper was added, because kafka does not start without it')
    expect(propose([product('Kafka 3.9')]).services.map(({ name }) => name)).toEqual(['kafka'])
  })

  it('gives Keycloak one database', () => {
    const proposal = propose([product('Keycloak 26'), product('MariaDB'), product('PostgreSQL')])
    expect(proposal.wires.map(({ to }) => to)).toEqual(['mariadb'])
    expect(compose(proposal).services.keycloak.environment).toMatchObject({
      KC_DB: 'mariadb',
      KC_DB_URL: 'jdbc:mariadb://mariadb:3306/app',
    })
  })

  it('takes a Java among the components as what the servers run on', () => {
    const proposal = propose([product('Tomcat', '9.0.65'), product('OpenJDK', '11.0.20')])
    expect(proposal.services.map(({ image }) => image)).toEqual(['tomcat:9.0.65-jdk11'])
    expect(propose([product('OpenJDK', '11.0.20')]).services.map(({ recipe }) => recipe)).toEqual(['jdk'])
  })

  it('makes an in-house application a service only where it names its runtime', () => {
    const proposal = propose([
      inHouse('Order Service (JDK 17)', '4.2'),
      inHouse('Legacy billing', '7'),
      inHouse('Portal on Tomcat'),
      product('Tomcat 10.1'),
      product('RabbitMQ 3.13'),
      product('ActiveMQ 5.18'),
    ])
    expect(proposal.services.map(({ name }) => name)).toEqual([
      ...['tomcat', 'order-service', 'rabbitmq', 'activemq'],
    ])
    expect(proposal.unmatched.map(({ component }) => component.name)).toEqual(['Legacy billing'])
    expect(proposal.assumptions.join()).toContain('Portal on Tomcat runs on tomcat')
    expect(compose(proposal).services['order-service'].environment.RABBITMQ_URL).toMatch(
      /^amqp:\/\/app:\$\{RABBITMQ_PASSWORD:\?.*\}@rabbitmq:5672\/$/,
    )
    expect(compose(proposal).services['order-service'].environment).toMatchObject({
      ACTIVEMQ_URL: 'tcp://activemq:61616',
      ACTIVEMQ_USER: 'app',
      ACTIVEMQ_PASSWORD: expect.stringMatching(/^\$\{ACTIVEMQ_PASSWORD:\?/),
    })
  })

  it('names services and ports once', () => {
    const proposal = propose([product('Tomcat', '9.0.65'), product('Tomcat', '10.1.28'), product('Jetty 12')])
    expect(proposal.services.map(({ name, ports }) => `${name} ${ports[0]?.host}`)).toEqual([
      'tomcat 8080',
      'tomcat-2 8081',
      'jetty 8082',
    ])
    expect(propose([product('Tomcat'), product('Tomcat', '10.1.28')]).services).toHaveLength(1)
  })

  it('is the same bytes for the same input, and has other passwords for another seed', () => {
    const components = [product('Tomcat 10.1'), product('PostgreSQL 16'), product('RabbitMQ')]
    expect(propose(components)).toEqual(propose(components))
    const other = file(propose(components, 'another'), '.env')
    expect(other).not.toBe(file(propose(components), '.env'))
    expect(other.replaceAll(/Cb1\w+/g, '')).toBe(file(propose(components), '.env').replaceAll(/Cb1\w+/g, ''))
  })

  it('knows libraries from products that it has no recipe for', () => {
    const { unmatched } = propose([
      product('spring-core', '6.1', 'pkg:maven/org.springframework/spring-core'),
      product('Gizmo'),
    ])
    expect(unmatched.map(({ reason }) => reason)).toEqual([
      'A library is a part of an application and no service.',
      'No recipe is for this product. Add a service for it by hand.',
    ])
  })

  it('is made of whatever components a case has', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('', '19c', '10.1', '1.8.0_392', 'latest', '99.99.99'))
    const component = fc.record({
      kind: fc.constantFrom('package' as const, 'product' as const, 'in-house' as const),
      name: fc.oneof(text, fc.constantFrom(...recipes.flatMap(({ match }) => match.names))),
      version: text,
      purl: fc.oneof(fc.constant(''), fc.constantFrom(...recipes.flatMap(({ match }) => match.purls))),
    })
    return fc.assert(
      fc.property(fc.array(component, { maxLength: 12 }), (components) => {
        const proposal = propose(components)
        const { services } = compose(proposal)
        expect(Object.keys(services)).toEqual(proposal.services.map(({ name }) => name))
        for (const name of Object.keys(services)) expect(name).toMatch(/^[a-z][a-z0-9-]*$/)
        const ports = proposal.services.flatMap((one) => one.ports.map(({ host }) => host))
        expect(new Set(ports).size).toBe(ports.length)
      }),
      { numRuns: 150 },
    )
  })

  it('says nothing that a name could smuggle in', () => {
    const evil = 'x\n  evil:\n    privileged: true\r\n\u2028# "{to.host}" $HOME'
    const proposal = propose([
      { ...product(`Tomcat (${evil})`, `10.1.28\n${evil}`) },
      product(evil, evil),
      product('driver', evil, 'pkg:maven/org.postgresql/postgresql'),
      product('PostgreSQL 16'),
      inHouse(`${evil} (JDK 17)`),
    ])
    const { services, ...others } = compose(proposal)
    expect(Object.keys(services)).toEqual(['tomcat', 'x-evil-privileged-true-to-host-home', 'postgres'])
    expect(Object.keys(others)).toEqual(['volumes'])
    expect(JSON.stringify(services)).not.toContain('privileged"')
    expect(
      file(proposal, '.env')
        .split('\n')
        .filter((line) => !/^(#.*|[A-Z_]+=\w+|)$/.test(line)),
    ).toEqual([])
  })

  it('publishes on this machine only, limits memory, and says recipe and version of each service', () => {
    const proposal = propose(recipes.map(({ title }) => product(title)))
    const { services } = compose(proposal)
    expect(Object.keys(services).length).toBeGreaterThanOrEqual(recipes.length - 1)
    for (const [name, service] of Object.entries<Record<string, unknown>>(services)) {
      expect(service.mem_limit, name).toMatch(/^\d+m$/)
      const extension = serviceExtension.parse(service['x-casebench'])
      expect(recipes.some(({ id }) => id === extension.recipe)).toBe(true)
      for (const port of (service.ports ?? []) as string[]) expect(port).toMatch(/^127\.0\.0\.1:/)
    }
    for (const one of proposal.files) expect(one.text, one.path).not.toMatch(/(?<![$%])\{[a-z]\w*(\.\w+)?\}/)
  })
})

const hasCompose = spawnSync('docker-compose', ['version']).status === 0

/** The components that make each wired pair, with one version of each image. */
const pairs = (): { name: string; components: Component[] }[] =>
  recipes.flatMap((from) =>
    from.images
      .filter((image) => !image.alternative)
      .flatMap((image) => {
        const offers = bodyOf(from, image).uses.map((use) => use.interface)
        const version = image.versions.at(-1)?.version ?? ''
        const partners = recipes.filter((one) => one.offers.some((offer) => offers.includes(offer.interface)))
        return partners.map((to) => ({
          name: `${from.id} ${version} → ${to.id}`,
          components: [product(from.title, version), product(to.title)],
        }))
      }),
  )

const put = (proposal: Proposal, name: string): string => {
  const root = join(folder, name.replaceAll(/\W+/g, '-'))
  for (const { path, text } of proposal.files) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return join(root, 'environment')
}

describe('every wired pair', () => {
  it('is filled in whole', () => {
    const all = pairs()
    expect(all.length).toBeGreaterThan(100)
    for (const { name, components } of all) {
      const proposal = propose(components)
      expect(() => compose(proposal), name).not.toThrow()
      for (const one of proposal.files)
        expect(one.text, `${name} ${one.path}`).not.toMatch(/(?<![$%])\{[a-z]\w*(\.\w+)?\}/)
    }
  })

  it('is read by docker-compose', ({ skip }) => {
    skip(!hasCompose, 'there is no docker-compose on this machine')
    // A call takes most of a second, so each reads many pairs: the newest of each image, with one proxy at a time.
    for (const proxy of ['httpd', 'nginx', 'haproxy'])
      for (const at of proxy === 'httpd' ? [0, 1, 2, 3] : [0]) {
        const chosen = recipes.filter(({ group, id }) => group !== 'proxy' || id === proxy)
        const components = chosen.map((one) => {
          const images = one.images.filter((image) => !image.alternative)
          return product(one.title, images[at % images.length]?.versions.at(-1)?.version)
        })
        const cwd = put(propose(components), `${proxy}-${at}`)
        expect(() =>
          execFileSync('docker-compose', ['-f', 'compose.yaml', 'config', '-q'], { cwd, stdio: 'pipe' }),
        ).not.toThrow()
      }
  }, 120_000)
})
