import { expect, it } from 'vitest'
import { languageNames, languageOf } from './languages.ts'

it.each([
  ['conf/server.xml', 'xml'],
  ['WEB-INF/classes/application.properties', 'ini'],
  ['compose.yaml', 'yaml'],
  ['Dockerfile', 'dockerfile'],
  ['docker/Dockerfile.web', 'dockerfile'],
  ['bin/catalina.sh', 'shell'],
  ['httpd.conf', 'conf'],
  ['logs/catalina.2026-01-02.log', 'log'],
  ['logs/catalina.out', 'log'],
  ['logs/server.log.3', 'log'],
  ['catalog', 'plaintext'],
  ['notes.constructor', 'plaintext'],
])('%s is %s', (path, language) => {
  expect(languageOf(path)).toBe(language)
  expect(languageNames[language]).toBeTruthy()
})
