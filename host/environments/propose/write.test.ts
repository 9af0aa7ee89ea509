import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeProposal } from './write.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'propose-write-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const files = [
  { path: 'environment/compose.yaml', text: 'services: {}\n' },
  { path: 'environment/.env', text: 'A=1\n' },
  { path: 'environment/tomcat/drivers/README.txt', text: 'Drivers.\n' },
]
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

it('writes all, readable for the users of containers', async () => {
  const before = process.umask(0o077)
  try {
    expect(await writeProposal(root, files)).toMatchObject({
      written: files.map(({ path }) => path),
      beside: [],
    })
  } finally {
    process.umask(before)
  }
  expect(read('environment/compose.yaml')).toBe('services: {}\n')
  expect(statSync(join(root, 'environment/tomcat/drivers')).mode & 0o777).toBe(0o755)
  expect(statSync(join(root, 'environment/.env')).mode & 0o777).toBe(0o644)
  expect(readdirSync(join(root, 'environment')).toSorted()).toEqual(['.env', 'compose.yaml', 'tomcat'])
})

it('changes nothing that is there, and puts what differs beside it', async () => {
  mkdirSync(join(root, 'environment'))
  writeFileSync(join(root, 'environment/compose.yaml'), 'mine\n')
  writeFileSync(join(root, 'environment/.env'), 'A=1\n')
  expect(await writeProposal(root, files)).toEqual({
    written: ['environment/tomcat/drivers/README.txt'],
    same: ['environment/.env'],
    beside: [{ path: 'environment/compose.yaml', proposed: 'environment/compose.proposed.yaml' }],
  })
  expect(read('environment/compose.yaml')).toBe('mine\n')
  expect(read('environment/compose.proposed.yaml')).toBe('services: {}\n')
})

it('does not follow a link out of the workspace', async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'))
  symlinkSync(elsewhere, join(root, 'environment'))
  await expect(writeProposal(root, files)).rejects.toThrow()
  expect(readdirSync(elsewhere)).toEqual([])
  rmSync(elsewhere, { recursive: true })
})

it('takes a link that stands in the place of a file for something of the user’s', async () => {
  mkdirSync(join(root, 'environment'))
  symlinkSync('/etc/passwd', join(root, 'environment/compose.yaml'))
  const { beside } = await writeProposal(root, files)
  expect(beside).toHaveLength(1)
  expect(read('environment/compose.proposed.yaml')).toBe('services: {}\n')
})
