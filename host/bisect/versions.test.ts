import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../test/support/database.ts'
import { versionsToTry } from './versions.ts'

const workspace = (compose: string | null) => {
  const folder = temporaryFolder()
  onTestFinished(() => folder[Symbol.dispose]())
  mkdirSync(join(folder.path, 'environment'))
  if (compose !== null) writeFileSync(join(folder.path, 'environment/compose.yaml'), compose)
  return folder.path
}

const web = (image: string, more = '') => `services:\n  web:\n    image: ${image}\n${more}`
const none = async () => []
const asked = { service: 'web', versions: [], findFix: false }

test('takes what the recipe knows between the ends, with its images', async () => {
  const root = workspace(web('tomcat:10.1.28', '    x-casebench: { recipe: tomcat }\n'))
  const { versions, links } = await versionsToTry({ root, ...asked, good: '10.1.19', bad: '10.1.24' }, none)
  expect(versions.map(({ version }) => version)).toEqual(
    expect.arrayContaining(['10.1.19', '10.1.20', '10.1.24']),
  )
  expect(versions[0]).toEqual({ version: '10.1.19', image: expect.stringMatching(/^tomcat:10\.1\.19/) })
  expect(versions.at(-1)?.version).toBe('10.1.24')
  expect(links.length).toBeGreaterThan(0)
})

test('takes the tags that the engine has, in the order of their numbers', async () => {
  const root = workspace(web('localhost:5000/team/web:1.2'))
  const tags = async (repository: string) => {
    expect(repository).toBe('localhost:5000/team/web')
    return ['1.10', 'latest', '1.9', '1.2', '2.0']
  }
  const { versions } = await versionsToTry({ root, ...asked, good: '1.2', bad: '1.10' }, tags)
  expect(versions).toEqual(
    ['1.2', '1.9', '1.10'].map((version) => ({ version, image: `localhost:5000/team/web:${version}` })),
  )
})

test('takes a named list as it is, from the one end to the other', async () => {
  const root = workspace(web('web:1'))
  const versions = ['c', 'a', 'other/web:7', 'b']
  const take = async (more: object) =>
    (await versionsToTry({ root, ...asked, versions, good: 'c', bad: 'b', ...more }, none)).versions
  expect(await take({})).toEqual([
    { version: 'c', image: 'web:c' },
    { version: 'a', image: 'web:a' },
    { version: 'other/web:7', image: 'other/web:7' },
    { version: 'b', image: 'web:b' },
  ])
  expect((await take({ findFix: true })).map(({ version }) => version)).toEqual([
    'b',
    'other/web:7',
    'a',
    'c',
  ])
  expect((await take({ good: 'x', bad: 'a' })).map(({ version }) => version)).toEqual(['x', 'c', 'a'])
})

test('names no images where there are no containers', async () => {
  const range = { ...asked, versions: ['1', '2', '3'], good: '1', bad: '3' }
  const process = '    x-casebench: { process: { command: ["sh"] } }\n'
  for (const root of [workspace(null), workspace(web('""', process))])
    expect((await versionsToTry({ root, ...range }, none)).versions.map(({ image }) => image)).toEqual([
      '',
      '',
      '',
    ])
})

test('says what is missing', async () => {
  const take = (compose: string | null, more: object) =>
    versionsToTry({ root: workspace(compose), ...asked, good: '1', bad: '2', ...more }, none)
  await expect(take(web('web:1'), { service: 'db' })).rejects.toThrow(
    /no service db in the environment. It has web/,
  )
  await expect(take(web('web:1'), {})).rejects.toThrow(/No versions of web are known between 1 and 2/)
  await expect(take(web('$IMAGE'), {})).rejects.toThrow(/cannot be told which image/)
  await expect(take(web('web:1'), { bad: '1' })).rejects.toThrow(/the same/)
  await expect(take('services: [', {})).rejects.toThrow(/cannot be read/)
})
