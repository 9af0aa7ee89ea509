import { expect, test } from 'vitest'
import { namedSchema } from './named-schema.ts'

const json = { language: 'json', path: 'conf/pool.json' }
const yaml = { language: 'yaml', path: 'pool.yaml' }

test.each([
  [json, '{ "$schema": "./pool.schema.json" }', 'conf/pool.schema.json'],
  [json, '{ "$schema": "../schemas/pool.json#" }', 'schemas/pool.json'],
  [json, '{ "$schema": "pool.schema.json" }', 'conf/pool.schema.json'],
  [yaml, '# yaml-language-server: $schema=schemas/pool.json\npool: 1', 'schemas/pool.json'],
])('%j names a file of the workspace in %s', (document, text, path) => {
  expect(namedSchema(document, text)).toMatchObject({ path })
})

test.each([
  [json, '{ "pool": 1 }'],
  [json, '{ "$schema": "https://json-schema.org/draft/2020-12/schema" }'],
  [json, '{ "$schema": "file:///etc/passwd" }'],
  [json, '{ "$schema": "/etc/passwd" }'],
  [json, '{ "$schema": "../../outside.json" }'],
  [json, '{ "$schema": "" }'],
  [yaml, 'schema: ./pool.json'],
  [{ language: 'xml', path: 'a.xml' }, '"$schema": "./pool.json"'],
])('%j names none in %s', (document, text) => {
  expect(namedSchema(document, text)).toBeNull()
})
