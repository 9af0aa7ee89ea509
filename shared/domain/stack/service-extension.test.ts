import { describe, expect, it } from 'vitest'
import { serviceExtension } from './service-extension.ts'

const process = (value: object) => serviceExtension.safeParse({ process: { command: ['java'], ...value } })

describe('x-casebench of a service', () => {
  it('takes a process with as little as a command', () => {
    expect(process({}).data?.process).toEqual({
      command: ['java'],
      cwd: '',
      environment: {},
      ready: null,
      stopSeconds: 10,
    })
  })

  it('takes numbers and booleans as variables, as YAML writes them', () => {
    expect(process({ environment: { PORT: 8080, DEBUG: true } }).data?.process?.environment).toEqual({
      PORT: '8080',
      DEBUG: 'true',
    })
  })

  it.each(['/etc', '../other', 'app/../../x', '~/x', 'C:\\x', 'a\\..\\b', '\\\\server\\share'])(
    'refuses the folder %s',
    (cwd) => {
      expect(process({ cwd }).success).toBe(false)
    },
  )

  it('knows three ways to be ready', () => {
    for (const ready of [
      { type: 'port', port: 8080 },
      { type: 'log', pattern: 'started in \\d+' },
      { type: 'http', port: 8080, path: '/health' },
    ])
      expect(process({ ready }).success).toBe(true)
    for (const ready of [{ type: 'log', pattern: '(' }, { type: 'http', port: 0 }, { type: 'port' }])
      expect(process({ ready }).success).toBe(false)
  })

  it('refuses what it does not know, so that a misspelt word is told', () => {
    expect(process({ comand: 'x' }).success).toBe(false)
    expect(serviceExtension.safeParse({ recipes: 'tomcat' }).success).toBe(false)
  })
})
