import { describe, expect, it } from 'vitest'
import { parseComponent, wholePurl } from './purl.ts'

describe('parseComponent', () => {
  it('takes a package URL apart', () => {
    expect(parseComponent(' pkg:maven/org.apache.tomcat/tomcat@10.1.28 ')).toEqual({
      component: {
        kind: 'package',
        name: 'tomcat',
        version: '10.1.28',
        purl: 'pkg:maven/org.apache.tomcat/tomcat',
      },
    })
  })

  it('reads names with a version and a kind', () => {
    expect(parseComponent('product:Oracle Database@19c')).toEqual({
      component: { kind: 'product', name: 'Oracle Database', version: '19c', purl: '' },
    })
    expect(parseComponent('@angular/core')).toMatchObject({
      component: { name: '@angular/core', version: '' },
    })
  })

  it('says what is missing', () => {
    expect(parseComponent('pkg:nothing')).toHaveProperty('fault')
    expect(parseComponent('product:')).toHaveProperty('fault')
  })
})

describe('wholePurl', () => {
  it('puts the version where it belongs', () => {
    const part = { kind: 'package', name: 'core', version: '1.0+x' } as const
    expect(wholePurl({ ...part, purl: 'pkg:npm/core' })).toBe('pkg:npm/core@1.0%2Bx')
    expect(wholePurl({ ...part, purl: 'pkg:npm/core?os=linux' })).toBe('pkg:npm/core@1.0%2Bx?os=linux')
    expect(wholePurl({ ...part, purl: '' })).toBe('')
  })
})
