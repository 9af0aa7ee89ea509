import { execFileSync } from 'node:child_process'
import { mkdirSync, realpathSync } from 'node:fs'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { v7 } from 'uuid'
import type { z } from 'zod'
import { storeBytes } from '../../host/attachments/blob-store.ts'
import { attachFinished } from '../../host/attachments/changes.ts'
import { createCase } from '../../host/cases/changes.ts'
import { openGit } from '../../host/git/git.ts'
import { workspaceMethods } from '../../host/workspace/service.ts'
import type { Limits } from '../../host/workspace/unpack/budget.ts'
import type { workspaces } from '../../shared/contract/workspaces.ts'
import { temporaryFolder } from './database.ts'
import { directDatabase } from './direct-database.ts'

type Item = z.input<(typeof workspaces)['methods']['unpack']['item']>
type Input = z.input<(typeof workspaces)['methods']['unpack']['input']>
export type Done = Extract<Item, { type: 'done' }>

/** Every file below a folder but git's, with its text; a link shows where it leads. */
const filesBelow = async (folder: string): Promise<Record<string, string>> => {
  const found: Record<string, string> = {}
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name)
    const name = relative(folder, path)
    if (name === '.git' || name.startsWith('.git/')) continue
    if (entry.isSymbolicLink()) found[name] = `-> ${await readlink(path)}`
    else if (entry.isFile()) found[name] = await readFile(path, 'utf8')
  }
  return found
}

/** A case on a real database with real git, whose configuration is its own. */
export const workspaceBench = async ({
  binary = 'git',
  path = process.env.PATH,
  limits,
}: {
  binary?: string
  /** Where git is looked for. */
  path?: string | undefined
  limits?: Limits
} = {}) => {
  const temporary = temporaryFolder()
  const folder = realpathSync(temporary.path)
  const data = directDatabase()
  const { database } = data
  const dataDir = join(folder, 'bench')
  mkdirSync(join(dataDir, 'blobs'), { recursive: true })
  const env = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder }
  const gitOptions = { env: { ...env, PATH: path }, binary }
  const service = workspaceMethods({
    database,
    dataDir,
    git: openGit(gitOptions),
    gitOptions,
    unpackEntry: new URL('../../host/entry/unpack-thread.ts', import.meta.url),
    ...(limits ? { limits } : {}),
  })
  const { id: caseId } = await database.write(createCase, { title: 'A case' })
  const context = { signal: new AbortController().signal, mayNamePaths: true }
  const items = (input: Omit<Input, 'caseId'> = {}, signal = context.signal) =>
    service.unpack(
      { files: input.files ?? [], names: input.names ?? [], allow: input.allow ?? [], caseId },
      { ...context, signal },
    )
  return {
    folder,
    dataDir,
    caseId,
    service,
    items,
    open: async (path?: string, id = caseId) => service.open({ caseId: id, path }, context),
    watch: (signal: AbortSignal) => service.watch({ caseId }, { ...context, signal }),
    another: async () => (await database.write(createCase, { title: 'Another case' })).id,
    git: (cwd: string, ...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b', ...args], {
        cwd,
        env,
        stdio: 'pipe',
        maxBuffer: 1 << 28,
      }).toString(),
    async attach(name: string, bytes: Uint8Array) {
      const uploadId = v7()
      const { sha256 } = await storeBytes(bytes, dataDir, uploadId)
      const file = { name, sha256, bytes: bytes.length, text: null, uploadId }
      await database.write(attachFinished, { caseId, lane: 'customer', files: [file] })
      return { name, sha256 }
    },
    /** The last item of unpacking: what arrived, or a question. */
    async unpack(input: Omit<Input, 'caseId'> = {}): Promise<Exclude<Item, { type: 'progress' }>> {
      for await (const item of items(input)) if (item.type !== 'progress') return item
      throw new Error('Unpacking ended without a word')
    },
    /** Unpacks and shows every file of the workspace. */
    async unpacked(input: Omit<Input, 'caseId'> = {}): Promise<Done & { tree: Record<string, string> }> {
      const done = await this.unpack(input)
      if (done.type !== 'done') throw new Error(JSON.stringify(done))
      return { ...done, tree: await filesBelow(done.path) }
    },
    [Symbol.dispose]() {
      data[Symbol.dispose]()
      temporary[Symbol.dispose]()
    },
  }
}
