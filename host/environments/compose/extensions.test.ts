import { expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { withExtensions } from './extensions.ts'

const documents = (...texts: string[]) => texts.map((text) => parseDocument(text, { merge: true }))
const image = { image: 'x' }
const first = 'services: { web: { image: a, x-casebench: { recipe: tomcat, version: 10.1.28 } } }'

test('what a Compose forgot of a service in two files is there again, and what it said stays', () => {
  const second = 'services: { web: { image: b, x-casebench: { version: 10.1.30 } }, db: { image: c } }'
  expect(withExtensions({ services: { web: image, db: image } }, documents(first, second)).services).toEqual({
    web: { ...image, 'x-casebench': { recipe: 'tomcat', version: '10.1.30' } },
    db: image,
  })
  const kept = { services: { web: { ...image, 'x-casebench': { recipe: 'jetty' } } } }
  expect(withExtensions(kept, documents(first, second))).toEqual(kept)
})

test('variables that nobody would put in are refused, a dollar is not', () => {
  const process = (word: string) =>
    documents(`services: { job: { x-casebench: { process: { command: [echo, "${word}"] } } } }`)
  const file = { services: { job: image } }
  expect(withExtensions(file, process('$$HOME')).services.job).toMatchObject({
    'x-casebench': { process: { command: ['echo', '$$HOME'] } },
  })
  expect(() => withExtensions(file, process('$HOME'))).toThrow(/job.*has variables/)
})
