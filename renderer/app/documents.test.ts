import { expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { createDocuments, type OpenDocument } from './documents.ts'

const documentOf = (name: string) => {
  const store = createStore(() => ({ dirty: false }))
  const said: string[] = []
  const clean = (what: string) => async () => {
    said.push(what)
    store.setState({ dirty: false })
  }
  const document: OpenDocument = {
    name,
    store,
    save: clean('saved'),
    giveUp: clean('given up'),
    dispose: () => said.push('disposed'),
  }
  return { document, said, edit: () => store.setState({ dirty: true }) }
}

test('a document lives until the last tab that shows it is closed', () => {
  const documents = createDocuments()
  const { document, said } = documentOf('a')
  documents.take('a', 'file', () => document)
  expect(documents.take('a', 'diff', () => documentOf('b').document)).toBe(document)
  documents.closed('file')
  expect(said).toEqual([])
  documents.closed('diff')
  expect(said).toEqual(['disposed'])
  expect(documents.find('a')).toBeUndefined()
})

test('all tabs of a document show that it is not saved', () => {
  const documents = createDocuments()
  const { document, edit } = documentOf('a')
  documents.take('a', 'file', () => document)
  documents.take('a', 'diff', () => document)
  edit()
  expect([...documents.store.getState().dirty]).toEqual(['file', 'diff'])
})

test.each([
  ['save', true, ['saved']],
  ['give-up', true, ['given up']],
  ['stay', false, []],
] as const)('closing the last tab asks, and %s is done', async (answer, may, said) => {
  const documents = createDocuments()
  const one = documentOf('a')
  documents.take('a', 'file', () => one.document)
  one.edit()
  const asked = documents.mayClose('file')
  documents.store.getState().asking?.answer(answer)
  expect(await asked).toBe(may)
  expect(one.said).toEqual(said)
})

test('nothing is asked while another tab still shows it', async () => {
  const documents = createDocuments()
  const one = documentOf('a')
  documents.take('a', 'file', () => one.document)
  documents.take('a', 'diff', () => one.document)
  one.edit()
  expect(await documents.mayClose('file')).toBe(true)
})
