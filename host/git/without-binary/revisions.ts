import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { failureOf, GitFailure } from '../failure.ts'
import { inputOf, needsBinary, plainArguments, type Said, said } from './call.ts'
import { readObject } from './objects.ts'
import type { Repository } from './repository.ts'

/** Steps back that a revision may ask for. */
const stepsAtMost = 10_000

/** The commit that a revision names; null where there is none (gitrevisions(7): names, hashes, `~` and `^`). */
export const resolve = async (repository: Repository, revision: string): Promise<string | null> => {
  const [, name = '', steps = ''] = /^(.+?)((?:[~^]\d*)*)(?:\^\{commit\})?$/.exec(revision) ?? []
  let oid = await named(repository, name === '@' ? 'HEAD' : name)
  for (const [, kind, digits] of steps.matchAll(/([~^])(\d*)/g)) {
    const number = digits === '' ? 1 : Number(digits)
    const times = kind === '~' ? Math.min(number, stepsAtMost) : Math.min(number, 1)
    for (let left = times; left > 0 && oid !== null; left -= 1)
      oid = (await parentsOf(repository, oid))[kind === '^' ? number - 1 : 0] ?? null
  }
  return oid
}

const named = async (repository: Repository, name: string): Promise<string | null> => {
  const { library, at } = repository
  if (!/^[\w./@-]+$/.test(name) || name.includes('..') || name.startsWith('/')) return null
  const found = await library
    .resolveRef({ ...at, ref: name })
    .catch(() => library.expandOid({ ...at, oid: name }))
    .catch(() => null)
  return found === null ? null : commitAt(repository, found)
}

const commitAt = async (repository: Repository, oid: string): Promise<string | null> => {
  if (!/^[0-9a-f]{40}$/.test(oid)) return null
  const found = await readObject(repository, oid).catch(() => null)
  if (found?.type === 'commit') return oid
  if (found?.type !== 'tag') return null
  return commitAt(repository, /^object ([0-9a-f]{40})\n/.exec(found.bytes.toString('latin1'))?.[1] ?? '')
}

export const parentsOf = async (repository: Repository, oid: string): Promise<string[]> => {
  const [head = ''] = (await readObject(repository, oid)).bytes.toString('latin1').split('\n\n', 1)
  return [...head.matchAll(/^parent ([0-9a-f]{40})$/gm)].map(([, parent = '']) => parent)
}

export const needCommit = async (repository: Repository, revision: string): Promise<string> => {
  const oid = await resolve(repository, revision)
  if (oid === null) throw new GitFailure(repository.call.args, 128, `bad revision '${revision}'`)
  return oid
}

/** git-rev-parse(1), as far as the bench asks it. */
export const revParse = async (repository: Repository): Promise<Said> => {
  const { call, gitdir, index, objects } = repository
  const known = ['-q', '--quiet', '--verify', '--end-of-options', '--absolute-git-dir', '--git-path']
  const [wanted = ''] = plainArguments(call, [...known, '--path-format=absolute'])
  if (call.args.includes('--absolute-git-dir')) return said(`${gitdir}\n`)
  if (call.args.includes('--git-path'))
    return said(`${{ objects: objects.at(-1), index }[wanted] ?? join(gitdir, wanted)}\n`)
  const oid = await resolve(repository, wanted)
  return oid === null ? said('', call.exitCodes?.includes(1) ? 1 : 128) : said(`${oid}\n`)
}

/** The name of the branch that HEAD is on, also before its first commit; null where it is on none. */
export const branchOf = async ({ library, at }: Repository): Promise<string | null> =>
  (await library.currentBranch({ ...at, fullname: true })) ?? null

/** Points a ref, or the branch that HEAD is on, to a commit. Throws `busy`, and a `GitFailure` where it moved meanwhile. */
export const pointRef = async (
  repository: Repository,
  { ref, oid, before }: { ref: string; oid: string; before?: string | undefined },
): Promise<void> => {
  const { call, gitdir } = repository
  if (before !== undefined && (await resolve(repository, ref)) !== before)
    throw new GitFailure(call.args, 128, `${ref} was moved by somebody else`)
  const name = ref === 'HEAD' ? ((await branchOf(repository)) ?? 'HEAD') : ref
  if (name !== 'HEAD' && (!/^refs\/[^\p{Cc} ~^:?*[\\]+$/u.test(name) || /\.\.|\/\/|\/$/.test(name)))
    throw new GitFailure(call.args, 128, `${name} is no name of a branch`)
  const path = join(gitdir, name)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.lock`, `${oid}\n`, { flag: 'wx' }).catch((error: unknown) => {
    const taken = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    throw taken ? failureOf(call.args, 128, `'${path}.lock': File exists`) : error
  })
  await rename(`${path}.lock`, path)
}

/** git-update-ref(1): `-d` of one ref, or `update` lines. */
export const updateRef = async (repository: Repository): Promise<Said> => {
  const { call, library, at } = repository
  const [first = ''] = plainArguments(call, ['-d', '-m', '--stdin'])
  if (call.args.includes('-d')) await library.deleteRef({ ...at, ref: first })
  else if (!call.args.includes('--stdin')) throw needsBinary()
  const lines = call.args.includes('-d') ? [] : (await inputOf(call)).toString('utf8').split('\n')
  for (const line of lines) {
    const [, ref = '', oid = '', before] =
      /^update (\S+) ([0-9a-f]{40})(?: ([0-9a-f]{40}))?$/.exec(line) ?? []
    if (ref !== '') await pointRef(repository, { ref, oid, before })
  }
  return said()
}
