import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type TarEntry, tarOf } from '../../test/support/archives.ts'
import { temporaryFolder } from '../../test/support/database.ts'
import { collectFiles } from './collect.ts'
import { masker, secretsIn } from './mask.ts'
import { openCard } from './open.ts'
import { cardBytes, type Member, sha256Of, writeCard } from './write.ts'

const signal = new AbortController().signal

const manifest = {
  casebenchCard: 1 as const,
  ref: 'CB-1042',
  title: 'Pool exhausted after patch',
  command: null,
  repeat: 1,
  timeoutMs: 60_000,
  expected: { verdict: 'reproduced' as const, exitCodes: [1] },
  services: [],
  snapshot: null,
  volumes: [],
  notes: [],
}

const members: Member[] = [
  { path: 'workspace/repro.sh', executable: true, bytes: Buffer.from('#!/bin/sh\nexit 1\n') },
  { path: 'workspace/environment/compose.yaml', executable: false, bytes: Buffer.from('services: {}\n') },
  { path: 'evidence/1-recording-check.cast', executable: false, bytes: Buffer.alloc(300_000, 7) },
]

const bytesOf = async (of: readonly Member[]): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of cardBytes(manifest, of)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

test('a card opens to what went into it, and the same members give the same bytes', async () => {
  using temporary = temporaryFolder()
  const path = join(temporary.path, 'card')
  const written = await writeCard(path, cardBytes(manifest, members))
  const card = await openCard(path, join(temporary.path, 'open'), signal)
  expect(card.sha256).toBe(written.sha256)
  expect(card.bytes).toBe(written.bytes)
  for (const { path: member, bytes } of members) expect(readFileSync(card.fileOf(member))).toEqual(bytes)
  expect(await bytesOf(members.toReversed())).toEqual(readFileSync(path))
})

const listed = (of: readonly Member[]) =>
  of.map(({ path, bytes, executable }) => ({
    path,
    bytes: bytes.length,
    sha256: sha256Of(bytes),
    executable,
  }))

/** A card by hand: `list` is what it says of its members, `entries` what it has. */
const forged = (list: readonly object[], entries: readonly TarEntry[], more: object = {}) =>
  tarOf([{ name: 'card.json', text: JSON.stringify({ ...manifest, members: list, ...more }) }, ...entries])

const one = (path: string): [Member[], TarEntry[]] => [
  [{ path, executable: false, bytes: Buffer.from('x') }],
  [{ name: path, text: 'x' }],
]

const named = (path: string) => {
  const [list, entries] = one(path)
  return forged(listed(list), entries)
}

const hostile: [string, Buffer, RegExp][] = [
  ['climbs out', named('workspace/../../.bashrc'), /could do harm/],
  ['is absolute', named('/etc/passwd'), /could do harm/],
  ['lies nowhere', named('elsewhere/x'), /could do harm/],
  ['is git’s own', named('workspace/.git/hooks/pre-commit'), /could do harm/],
  ['is git’s own on macOS', named('workspace/.g\u200cit/config'), /could do harm/],
  ['is git’s attributes', named('workspace/.gitattributes'), /could do harm/],
  ['has a backslash', named('workspace/a\\..\\b'), /could do harm/],
  ['has a line break', named('workspace/a\nb'), /could do harm/],
  [
    'is there twice for some disks',
    forged(listed([...one('workspace/A')[0], ...one('workspace/a')[0]]), [
      ...one('workspace/A')[1],
      ...one('workspace/a')[1],
    ]),
    /twice/,
  ],
  [
    'is a file and a folder',
    forged(listed([...one('workspace/a')[0], ...one('workspace/a/b')[0]]), [
      ...one('workspace/a')[1],
      ...one('workspace/a/b')[1],
    ]),
    /a file and a folder/,
  ],
  [
    'is a link',
    forged(listed(one('workspace/a')[0]), [{ name: 'workspace/a', type: '2', target: '/etc/passwd' }]),
    /not a plain file/,
  ],
  [
    'is a hard link',
    forged(listed(one('workspace/a')[0]), [{ name: 'workspace/a', type: '1', target: 'card.json' }]),
    /not a plain file/,
  ],
  [
    'has other bytes',
    forged(listed(one('workspace/a')[0]), [{ name: 'workspace/a', text: 'y' }]),
    /not what its digest says/,
  ],
  [
    'has more bytes',
    forged(listed(one('workspace/a')[0]), [{ name: 'workspace/a', text: 'x'.repeat(5000) }]),
    /not what its digest says/,
  ],
  ['is not in the list', forged([], one('workspace/a')[1]), /not where its list has it/],
  ['is missing', forged(listed(one('workspace/a')[0]), []), /missing/],
  [
    'names data that it has not',
    forged([], [], { volumes: [{ name: 'data', member: 'volumes/data' }] }),
    /misses the data/,
  ],
  ['is of the future', forged([], [], { casebenchCard: 2 }), /newer Casebench/],
  ['has a list that is none', tarOf([{ name: 'card.json', text: '[]' }]), /not as the format says/],
  ['does not begin with its list', tarOf(one('workspace/a')[1]), /does not begin/],
  ['is no tar', Buffer.alloc(2000, 'x'), /damaged/],
  ['is empty', Buffer.alloc(0), /no repro card/],
]

for (const [what, bytes, reason] of hostile)
  test(`a card that ${what} is refused`, async () => {
    using temporary = temporaryFolder()
    const path = join(temporary.path, 'card')
    writeFileSync(path, bytes)
    await expect(openCard(path, join(temporary.path, 'open'), signal)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(reason),
    })
  })

test('a secret is masked by one word wherever it stands, and what everybody knows is not', () => {
  const texts = [
    'POSTGRES_PASSWORD=s3cr3t-Pool\nPOSTGRES_USER=postgres\nADMIN_PASSWORD=changeit\nTOKEN=$TOKEN\n',
    '<Resource username="app" password="s3cr3t-Pool" url="jdbc:postgresql://db/app"/>\n<api-key>Zx9-long</api-key>',
    'amqp://app:other-Secret@mq:5672/\n',
  ]
  const secrets = secretsIn(texts)
  expect(secrets).toEqual(['s3cr3t-Pool', 'Zx9-long', 'other-Secret'])
  const mask = masker(secrets)
  expect(texts.map(mask)).toEqual([
    'POSTGRES_PASSWORD=masked-secret-1\nPOSTGRES_USER=postgres\nADMIN_PASSWORD=changeit\nTOKEN=$TOKEN\n',
    '<Resource username="app" password="masked-secret-1" url="jdbc:postgresql://db/app"/>\n<api-key>masked-secret-2</api-key>',
    'amqp://app:masked-secret-3@mq:5672/\n',
  ])
  expect(mask('Login failed for s3cr3t-Pool.')).toBe('Login failed for masked-secret-1.')
})

test('a card takes the environment, the check and what they name, and nothing else', async () => {
  using temporary = temporaryFolder()
  const root = temporary.path
  for (const folder of ['environment/tomcat', 'data', 'scripts', 'private', '.git'])
    mkdirSync(join(root, folder), { recursive: true })
  const write = (path: string, text: string) => writeFileSync(join(root, path), text)
  write(
    'environment/compose.yaml',
    'services:\n  app:\n    volumes: ["../app.war:/app.war", "./tomcat/server.xml:/x"]\n',
  )
  write('environment/tomcat/server.xml', '<Server/>')
  write(
    'repro.sh',
    '#!/bin/sh\n. ./scripts/common.sh\ncurl -d @data/big.json http://localhost/../../etc/passwd .git/config\n',
  )
  write('scripts/common.sh', 'python3 scripts/load.py')
  write('scripts/load.py', 'print(1)')
  write('data/big.json', '{}')
  write('app.war', 'PK')
  write('private/notes.txt', 'secret')
  write('.git/config', '[core]')
  chmodSync(join(root, 'repro.sh'), 0o755)
  const { files } = await collectFiles(root, null)
  expect(files.map(({ path }) => path)).toEqual([
    'app.war',
    'data/big.json',
    'environment/compose.yaml',
    'environment/tomcat/server.xml',
    'repro.sh',
    'scripts/common.sh',
    'scripts/load.py',
  ])
  expect(files.find(({ path }) => path === 'repro.sh')?.executable).toBe(true)
  expect((await collectFiles(root, 'sh scripts/common.sh')).files.map(({ path }) => path)).not.toContain(
    'repro.sh',
  )
})
