import { expect, test } from 'vitest'
import { parseComponent } from './component.ts'

test('a package URL is kept without its version', () => {
  expect(parseComponent('pkg:maven/org.apache.tomcat/tomcat-catalina@10.1.28')).toEqual({
    kind: 'package',
    name: 'tomcat-catalina',
    version: '10.1.28',
    purl: 'pkg:maven/org.apache.tomcat/tomcat-catalina',
  })
})

test('a scoped name keeps its own at sign', () => {
  expect(parseComponent('@angular/core@20.1.0')).toMatchObject({ name: '@angular/core', version: '20.1.0' })
  expect(parseComponent('@angular/core')).toMatchObject({ name: '@angular/core', version: '' })
})

test('products and in-house applications say so', () => {
  expect(parseComponent('in-house:Billing@4')).toEqual({
    kind: 'in-house',
    name: 'Billing',
    version: '4',
    purl: '',
  })
  expect(parseComponent('product:Oracle WebLogic Server@14.1.2')).toMatchObject({
    kind: 'product',
    version: '14.1.2',
  })
})

test('what has no name is refused', () => {
  expect(() => parseComponent('product:')).toThrow('"product:" is not a component')
})
