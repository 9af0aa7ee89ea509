import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { v7 } from 'uuid'
import { storeBytes } from '../../host/attachments/blob-store.ts'
import { finishUpload } from '../../host/attachments/changes.ts'
import { createCase } from '../../host/cases/changes.ts'
import { openGit } from '../../host/git/git.ts'
import { patchesService } from '../../host/patches/service.ts'
import { openWorkspace } from '../../host/workspace/open.ts'
import { keepBaseline } from '../../host/workspace/rows.ts'
import { folderWatches } from '../../host/workspace/watches.ts'
import { temporaryFolder } from './database.ts'
import { directDatabase } from './direct-database.ts'

const manyLines = Array.from({ length: 40 }, (_, at) => `line ${at + 1}`)

/** What the customer sent, in a workspace made of it. */
export const customersFiles: Readonly<Record<string, string>> = {
  'conf/server.conf': `${manyLines.join('\n')}\n`,
  'src/Pool.java': 'class Pool {\n  int size = 8;\n}\n',
  'windows.ini': 'a=1\r\nb=2\r\nc=3\r\n',
}

/** A case with a workspace that holds the customer's state, and the patches service beside it, with real git. */
export const patchBench = async (binary = 'git') => {
  const folder = temporaryFolder()
  const data = directDatabase()
  const root = realpathSync(folder.path)
  const dataDir = join(root, 'bench')
  mkdirSync(join(dataDir, 'blobs'), { recursive: true })
  const env = { ...process.env, HOME: root, XDG_CONFIG_HOME: root }
  const { database } = data
  const git = openGit({ env })
  const context = { signal: new AbortController().signal, mayNamePaths: true }
  const watches = folderWatches()
  const service = patchesService({
    database,
    dataDir,
    git: binary === 'git' ? git : openGit({ env, binary }),
    watches,
    newId: v7,
    now: () => Date.UTC(2026, 0, 1),
  })
  const { id: caseId } = await database.write(createCase, { title: 'Pool exhausted' })
  const { path: workspace } = await openWorkspace({ database, dataDir, git }, { caseId })
  const write = (path: string, text: string, under = workspace) => {
    mkdirSync(dirname(join(under, path)), { recursive: true })
    writeFileSync(join(under, path), text)
  }
  const run = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b', ...args], {
      cwd: workspace,
      env,
      stdio: 'pipe',
    }).toString()
  for (const [path, text] of Object.entries(customersFiles)) write(path, text)
  run('add', '-A')
  run('commit', '-qm', 'What the customer sent')
  const baseline = run('rev-parse', 'HEAD').trim()
  await database.write(keepBaseline, { caseId, baseline })
  return {
    root,
    dataDir,
    workspace,
    database,
    caseId,
    baseline,
    service,
    context,
    env,
    write,
    run,
    read: (path: string, under = workspace) => readFileSync(join(under, path), 'utf8'),
    /** Bytes as a stored attachment; answers their hash. */
    async store(text: string) {
      const uploadId = v7()
      const { sha256, bytes } = await storeBytes(Buffer.from(text, 'latin1'), dataDir, uploadId)
      await database.write(finishUpload, { uploadId, sha256, bytes, text: null })
      return sha256
    },
    bytesOf: (sha256: string) => readFileSync(join(dataDir, 'blobs', sha256.slice(0, 2), sha256)),
    async [Symbol.asyncDispose]() {
      await watches.close()
      data[Symbol.dispose]()
      folder[Symbol.dispose]()
    },
  }
}
