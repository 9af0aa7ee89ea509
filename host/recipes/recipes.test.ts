import { beforeAll, describe, expect, it } from 'vitest'
import type { Component } from '../../shared/domain/entities.ts'
import type { Recipe } from '../../shared/domain/stack/recipe.ts'
import { bodyOf, chooseImage, knownVersions, reportsOf } from './choose.ts'
import { loadRecipes } from './load.ts'
import { mentioned, recognise } from './recognise.ts'
import { isWithinRange, numbersOf } from './version.ts'

let recipes: readonly Recipe[]
beforeAll(async () => {
  recipes = await loadRecipes()
})

const named = (name: string, version = '', purl = ''): Component => ({ kind: 'product', name, version, purl })
const recipe = (id: string): Recipe => {
  const found = recipes.find((one) => one.id === id)
  if (found === undefined) throw new Error(`No recipe ${id}`)
  return found
}

describe('every recipe', () => {
  it('is there, once', () => {
    expect(recipes.map(({ id }) => id)).toEqual(
      `activemq artemis elasticsearch haproxy httpd jdk jetty kafka keycloak mariadb mongodb mysql nginx node opensearch
      oracle postgres python rabbitmq redis solr tomcat weblogic wildfly zookeeper`.split(/\s+/),
    )
  })

  it('is recognised by names and package URLs that no other has', () => {
    const all = recipes.flatMap(({ match }) => [...match.names, ...match.purls])
    expect(all.filter((one, at) => all.indexOf(one) !== at)).toEqual([])
    for (const one of recipes)
      for (const name of one.match.names)
        expect(recognise(named(name), recipes)?.recipe.id, name).toBe(one.id)
  })

  it('has versions inside the ranges of their images, in order and once', () => {
    for (const { id, images, newest } of recipes) {
      for (const image of images) {
        const versions = image.versions.map(({ version }) => numbersOf(version))
        for (const version of versions)
          expect(isWithinRange(version, image), `${id} ${version.join('.')}`).toBe(true)
      }
      const known = knownVersions(recipe(id)).map((one) => one.known.version)
      expect(new Set(known).size, id).toBe(known.length)
      expect(known, id).toContain(newest)
    }
  })

  it('uses only what another recipe offers', () => {
    const bodies = recipes.flatMap((one) => one.images.map((image) => bodyOf(one, image)))
    const offered = new Set(bodies.flatMap(({ offers }) => offers.map((offer) => offer.interface)))
    for (const body of bodies) for (const use of body.uses) expect(offered).toContain(use.interface)
  })

  it('has patterns that are regular expressions with one group, and spellings that are some', () => {
    for (const one of recipes) {
      for (const image of one.images) {
        const reports = bodyOf(one, image).reports
        if (reports !== null) expect(new RegExp(`${reports.pattern}|`).exec('')?.length, one.id).toBe(2)
      }
      for (const { pattern } of one.spellings) expect(() => new RegExp(pattern)).not.toThrow()
    }
  })

  it('offers ports, mounts under names that are unique, and drivers into folders that it has', () => {
    for (const one of recipes)
      for (const image of one.images) {
        const body = bodyOf(one, image)
        const paths = [...body.volumes, ...body.folders, ...body.config].map(({ path }) => path)
        expect(new Set(paths).size, one.id).toBe(paths.length)
        for (const { driver } of body.uses)
          if (driver !== null) expect(body.folders.map(({ path }) => path)).toContain(driver.folder)
      }
  })

  it('has what a licence and a login need', () => {
    const bound = (id: string, version: string) => {
      const { image } = chooseImage(recipe(id), version)
      return bodyOf(recipe(id), image)
    }
    expect(bound('weblogic', '14.1.1').login?.registry).toBe('container-registry.oracle.com')
    expect(bound('weblogic', '14.1.1').licence?.url).toMatch(/^https:/)
    expect(bound('oracle', '19c').login?.registry).toBe('container-registry.oracle.com')
    expect(bound('oracle', '23ai').login).toBeNull()
    expect(bound('tomcat', '').licence).toBeNull()
  })
})

describe('a component', () => {
  it.each([
    ['Oracle WebLogic Server 14.1.1', '', '', 'weblogic', '14.1.1'],
    ['WebLogic 12c (12.2.1.4)', '', '', 'weblogic', '12.2.1.4'],
    ['Oracle Database 19c', '', '', 'oracle', '19c'],
    ['Oracle Database', '19.22', '', 'oracle', '19.22'],
    ['Oracle Database 19c Enterprise Edition', '', '', 'oracle', '19c'],
    ['tomcat', '10.1.28', 'pkg:maven/org.apache.tomcat/tomcat', 'tomcat', '10.1.28'],
    ['Something', '', 'pkg:docker/library/tomcat@9.0.1?os=linux', 'tomcat', ''],
    ['tomcat10', '', '', 'tomcat', '10'],
    ['Apache Tomcat/9.0.65', '', '', 'tomcat', '9.0.65'],
    ['PostgreSQL 15', '', '', 'postgres', '15'],
    ['Apache ActiveMQ Artemis', '2.31.2', '', 'artemis', '2.31.2'],
    ['Apache ActiveMQ', '5.18.3', '', 'activemq', '5.18.3'],
    ['openjdk-17-jdk', '', '', 'jdk', '17'],
    ['Apache HTTP Server 2.4.57', '', '', 'httpd', '2.4.57'],
  ])('%s %s %s is %s %s', (name, version, purl, id, wanted) => {
    const found = recognise(named(name, version, purl), recipes)
    expect([found?.recipe.id, found?.version]).toEqual([id, wanted])
  })

  it.each([
    ['postgresql', 'pkg:maven/org.postgresql/postgresql'],
    ['redis', 'pkg:npm/redis'],
    ['Oracle Forms', ''],
    ['Tomcat Migration Tool', ''],
    ['Billing', ''],
  ])('%s %s is none', (name, purl) => {
    expect(recognise(named(name, '', purl), recipes)).toBeUndefined()
  })

  it('may say what it runs on', () => {
    const ids = (text: string) =>
      mentioned(text, recipes).map((one) => `${one.recipe.id} ${one.version}`.trim())
    expect(ids('billing (JDK 17, on Tomcat)')).toEqual(['jdk 17', 'tomcat'])
    expect(ids('order-service, Spring Boot on Java 11')).toEqual(['jdk', 'jdk 11'].slice(0, 1))
    expect(ids('Legacy billing')).toEqual([])
  })
})

describe('the image of a version', () => {
  it.each([
    ['tomcat', '10.1.28', 'tomcat:10.1.28', 'exactly this version'],
    ['tomcat', '10.1', 'tomcat:10.1.59', 'the newest known of the line 10.1'],
    ['tomcat', '', 'tomcat:11.0.25', '11.0.25, the newest that the recipe knows'],
    [
      'weblogic',
      '14.1.1',
      'container-registry.oracle.com/middleware/weblogic:14.1.1.0-11',
      'exactly this version',
    ],
    ['weblogic', '12c', 'container-registry.oracle.com/middleware/weblogic:12.2.1.4', 'exactly this version'],
    [
      'oracle',
      '19c',
      'container-registry.oracle.com/database/enterprise:19.3.0.0',
      'the newest known of the line 19c',
    ],
    [
      'oracle',
      '21c',
      'container-registry.oracle.com/database/express:21.3.0-xe',
      'the newest known of the line 21c',
    ],
    ['jdk', '1.8.0_392', 'eclipse-temurin:8u392-b08-jdk', 'exactly this version'],
    ['kafka', '3.5', 'confluentinc/cp-kafka:7.5.0', 'exactly this version'],
    ['kafka', '3.7.1', 'apache/kafka:3.7.1', 'exactly this version'],
    ['wildfly', '24.0.1.Final', 'jboss/wildfly:24.0.1.Final', 'exactly this version'],
    ['wildfly', '30.0.1', 'quay.io/wildfly/wildfly:30.0.1.Final-jdk17', 'exactly this version'],
    ['artemis', '2.31.2', 'apache/activemq-artemis:2.31.2', 'exactly this version'],
    ['artemis', '2.50.0', 'apache/artemis:2.50.0', 'exactly this version'],
    [
      'elasticsearch',
      '5.6.16',
      'docker.elastic.co/elasticsearch/elasticsearch:5.6.16',
      'exactly this version',
    ],
  ])('%s %s is %s', (id, version, reference, reason) => {
    const chosen = chooseImage(recipe(id), version)
    expect([chosen.reference, chosen.reason]).toEqual([reference, reason])
  })

  it('is the nearest where the exact one is not known, and says so', () => {
    const chosen = chooseImage(recipe('tomcat'), '9.0.999')
    expect(chosen.version).toBe('9.0.121')
    expect(chosen.note).toContain('No image of Apache Tomcat 9.0.999 is known; 9.0.121 is the nearest')
    expect(chooseImage(recipe('tomcat'), 'newest please').note).toBe('')
  })

  it('runs on the Java release that is asked for, where there is such an image', () => {
    expect(chooseImage(recipe('tomcat'), '9.0.65', 11).reference).toBe('tomcat:9.0.65-jdk11')
    expect(chooseImage(recipe('tomcat'), '10.1.28', 8)).toMatchObject({
      reference: 'tomcat:10.1.28',
      note: expect.stringContaining('no image of Apache Tomcat 10.1.28 on Java 8'),
    })
    expect(chooseImage(recipe('postgres'), '16', 17).reference).toMatch(/^postgres:16\.\d+$/)
  })

  it('never takes an alternative image by itself', () => {
    for (const one of recipes)
      for (const { image } of knownVersions(one)) expect(image.alternative, one.id).toBe(false)
  })

  it('is asked for its version in its own way', () => {
    expect(reportsOf(recipes, { recipe: 'tomcat', version: '10.1.28' })?.command).toEqual([
      '/usr/local/tomcat/bin/version.sh',
    ])
    expect(reportsOf(recipes, { recipe: 'kafka', version: '3.4' })).toBeNull()
    expect(reportsOf(recipes, { recipe: 'kafka' })?.command[0]).toMatch(/kafka-topics/)
    expect([reportsOf(recipes, { recipe: 'mine' }), reportsOf(recipes, {})]).toEqual([null, null])
  })

  it('differs by image where the product does', () => {
    const data = (version: string) => {
      const { image } = chooseImage(recipe('postgres'), version)
      return bodyOf(recipe('postgres'), image).volumes[0]?.path
    }
    expect([data('17'), data('18')]).toEqual(['/var/lib/postgresql/data', '/var/lib/postgresql'])
    const old = chooseImage(recipe('kafka'), '3.5')
    expect(bodyOf(recipe('kafka'), old.image).environment).not.toHaveProperty('KAFKA_PROCESS_ROLES')
  })
})
