import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { openCard } from '../../host/cards/open.ts'
import { cardBytes } from '../../host/cards/write.ts'
import { addArchive } from '../../host/vault/add.ts'
import { readShelf } from '../../host/vault/shelf.ts'
import { verifyShelf } from '../../host/vault/verify.ts'
import { BenchError } from '../../shared/contract/error.ts'
import { type TarEntry, tarOf } from '../support/archives.ts'
import { temporaryFolder } from '../support/database.ts'
import { inPieces, layoutEntries, savedEntries } from '../support/images.ts'

const signal = new AbortController().signal
const image = { tags: ['app:1'], layers: ['base', 'app'] }

/** One thing done to an archive that somebody wants to get in. */
const damage = fc.oneof(
  fc.record({ kind: fc.constant('drop' as const), at: fc.nat(20) }),
  fc.record({
    kind: fc.constant('rename' as const),
    at: fc.nat(20),
    name: fc.constantFrom('../x', '/x', 'manifest.json', 'a/../../b', 'blobs/sha256/', '.', ''),
  }),
  fc.record({
    kind: fc.constant('retype' as const),
    at: fc.nat(20),
    type: fc.constantFrom('1', '2', '3', '5', '6', 'x', 'g'),
    target: fc.constantFrom('/etc/passwd', '../../x', 'manifest.json', ''),
  }),
  fc.record({ kind: fc.constant('flip' as const), at: fc.nat(200_000) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(200_000) }),
  fc.record({ kind: fc.constant('text' as const), at: fc.nat(20), text: fc.oneof(fc.json(), fc.string()) }),
)

type Damage = typeof damage extends fc.Arbitrary<infer D> ? D : never

const damaged = (entries: readonly TarEntry[], all: readonly Damage[]): Buffer => {
  const kept = entries.map((entry) => ({ ...entry }))
  for (const one of all) {
    const at = one.at % Math.max(1, kept.length)
    const entry = kept[at]
    if (!entry) continue
    if (one.kind === 'drop') kept.splice(at, 1)
    else if (one.kind === 'rename') entry.name = one.name
    else if (one.kind === 'retype') Object.assign(entry, { type: one.type, target: one.target })
    else if (one.kind === 'text') entry.text = one.text
  }
  let bytes = tarOf(kept)
  for (const one of all) {
    if (one.kind === 'flip')
      bytes.writeUInt8(bytes.readUInt8(one.at % bytes.length) ^ 0x55, one.at % bytes.length)
    if (one.kind === 'cut') bytes = bytes.subarray(0, one.at % bytes.length)
  }
  return bytes
}

test('whatever an archive of images holds, a vault holds whole images or nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(damage, { minLength: 1, maxLength: 4 }), async (layout, all) => {
      using temporary = temporaryFolder()
      const folder = join(temporary.path, 'vault')
      const archive = damaged(layout ? layoutEntries(image) : savedEntries([image]), all)
      const options = { folder, signal, newId: v7, now: Date.now, onBytes: () => undefined }
      const added = await addArchive(inPieces(archive), [], {
        ...options,
        limits: { entries: 100, bytes: 1e7 },
      }).catch((error: unknown) => {
        expect(error).toBeInstanceOf(BenchError)
        return []
      })
      expect(readdirSync(temporary.path)).toEqual(['vault'])
      expect(readdirSync(join(folder, 'casebench-incoming'))).toEqual([])
      const { images, problems } = await readShelf(folder)
      expect(problems).toEqual([])
      expect(images.map(({ imageId }) => imageId).toSorted()).toEqual(
        [...new Set(added.map(({ imageId }) => imageId))].toSorted(),
      )
      for await (const step of verifyShelf(folder, signal)) expect(step.type).not.toBe('problem')
    }),
    { numRuns: 300 },
  )
})

test('whatever is done to a card, it opens as it was or not at all', async () => {
  const manifest = {
    casebenchCard: 1 as const,
    ref: 'CB-1',
    title: 'A',
    command: null,
    repeat: 1,
    timeoutMs: 1000,
    expected: null,
    services: [],
    snapshot: null,
    volumes: [],
    notes: [],
  }
  const members = ['workspace/repro.sh', 'workspace/environment/compose.yaml', 'evidence/1-lock'].map(
    (path) => ({ path, executable: false, bytes: Buffer.from(path.repeat(50)) }),
  )
  const chunks: Buffer[] = []
  for await (const chunk of cardBytes(manifest, members)) chunks.push(chunk)
  const whole = Buffer.concat(chunks)
  await fc.assert(
    fc.asyncProperty(
      fc.nat(whole.length - 1),
      fc.integer({ min: 1, max: 255 }),
      fc.boolean(),
      async (at, flip, cut) => {
        using temporary = temporaryFolder()
        const path = join(temporary.path, 'card')
        const bytes = Buffer.from(cut ? whole.subarray(0, at) : whole)
        if (!cut) bytes.writeUInt8(bytes.readUInt8(at) ^ flip, at)
        writeFileSync(path, bytes)
        const card = await openCard(path, join(temporary.path, 'open'), signal).catch((error: unknown) => {
          expect(error).toMatchObject({ code: 'refused' })
          return null
        })
        // Padding and words of the list may differ; the files are those of the list or there is no card.
        for (const member of card?.manifest.members ?? [])
          expect(members.some(({ path: name }) => name === member.path)).toBe(true)
        if (card) expect(card.manifest.members).toHaveLength(members.length)
        expect(readdirSync(temporary.path).filter((name) => name !== 'card' && name !== 'open')).toEqual([])
      },
    ),
    { numRuns: 300 },
  )
})
