import { needsBinary, plainArguments, type Said, said } from './call.ts'
import { readObject, writeObject } from './objects.ts'
import type { Repository } from './repository.ts'
import { branchOf, needCommit, parentsOf, pointRef, resolve } from './revisions.ts'
import { writeTree } from './tree.ts'

/** Commits that one question looks through. */
const commitsAtMost = 10_000

interface NewCommit {
  readonly tree: string
  readonly parents: readonly string[]
  readonly author: string
  readonly committer: string
  readonly message: Buffer
}

export const writeCommit = (
  repository: Repository,
  { tree, parents, author, committer, message }: NewCommit,
): Promise<string> => {
  const head = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${author}`,
    `committer ${committer}`,
  ]
  return writeObject(repository, 'commit', Buffer.concat([Buffer.from(`${head.join('\n')}\n\n`), message]))
}

/** Who a commit is by, and when, as its object says it. */
const person = ({ call }: Repository, role: 'AUTHOR' | 'COMMITTER') => {
  const { env = {} } = call
  const name = env[`GIT_${role}_NAME`] || 'Casebench'
  const email = env[`GIT_${role}_EMAIL`] || 'bench@casebench.invalid'
  return `${name} <${email}> ${Math.floor(Date.now() / 1000)} +0000`
}

const own = (repository: Repository) => ({
  author: person(repository, 'AUTHOR'),
  committer: person(repository, 'COMMITTER'),
})

/** git-commit(1) of nothing: the first commit of a workspace. Throws `no-git` for any other. */
export const firstCommit = async (repository: Repository): Promise<Said> => {
  const { call } = repository
  const [message, ...more] = plainArguments(call, ['-q', '--allow-empty', '--only', '-m'])
  const isEmpty = call.args.includes('--allow-empty') && call.args.includes('--only')
  if (message === undefined || more.length > 0 || !isEmpty || (await resolve(repository, 'HEAD')) !== null)
    throw needsBinary()
  const tree = await writeTree(repository, [])
  const oid = await writeCommit(repository, {
    ...own(repository),
    tree,
    parents: [],
    message: Buffer.from(`${message}\n`),
  })
  await pointRef(repository, { ref: 'HEAD', oid })
  return said()
}

/** git-commit-tree(1) */
export const commitTree = async (repository: Repository): Promise<Said> => {
  const [, tree = '', ...rest] = repository.call.args
  const valuesOf = (flag: string) => rest.filter((_, at) => at > 0 && at % 2 === 1 && rest[at - 1] === flag)
  if (rest.some((flag, at) => at % 2 === 0 && flag !== '-p' && flag !== '-m')) throw needsBinary()
  const message = Buffer.from(`${valuesOf('-m').join('\n\n')}\n`)
  const oid = await writeCommit(repository, { ...own(repository), tree, parents: valuesOf('-p'), message })
  return said(`${oid}\n`)
}

const trailers = /^--format=%\(trailers:key=([\w-]+),valueonly\)$/
const fields = '--format=%H%x1f%ct%x1f%an%x1f%s'

/** git-log(1) in the two forms that the bench asks for: trailers of one line of commits, and commits of no one path. */
export const log = async (repository: Repository): Promise<Said> => {
  const { call } = repository
  const key = call.args.flatMap((arg) => trailers.exec(arg)?.[1] ?? [])[0]
  if (key !== undefined) return trailersOf(repository, key)
  const limit = /^--max-count=(\d+)$/.exec(call.args.find((arg) => arg.startsWith('--max-count=')) ?? '')?.[1]
  if (!call.args.includes(fields) || limit === undefined || call.args.includes('--')) throw needsBinary()
  const { library, at } = repository
  const found = await library.log({ ...at, ref: 'HEAD', depth: Number(limit) })
  const lines = found.map(({ oid, commit }) => {
    const [subject = ''] = commit.message.trim().split('\n\n', 1)
    return [oid, commit.committer.timestamp, commit.author.name, subject.replaceAll('\n', ' ')].join('\x1f')
  })
  return said(lines.join('\0'))
}

const trailersOf = async (repository: Repository, key: string): Promise<Said> => {
  const ref = repository.call.args.find((arg) => arg.startsWith('refs/')) ?? ''
  if ((await resolve(repository, ref)) === null) return said('', 128)
  const found: string[][] = []
  let oid: string | undefined = await needCommit(repository, ref)
  for (let left = commitsAtMost; oid !== undefined && left > 0; left -= 1) {
    const message = (await readObject(repository, oid)).bytes.toString('utf8')
    found.unshift(
      message
        .split('\n')
        .flatMap((line) => (line.startsWith(`${key}: `) ? [line.slice(key.length + 2)] : [])),
    )
    oid = (await parentsOf(repository, oid))[0]
  }
  return said(found.flat().join('\n'))
}

/** The branch and the commit that HEAD is on, as `git status --porcelain=v2 --branch` begins. */
export const headLines = async (repository: Repository): Promise<string[]> => {
  const branch = await branchOf(repository)
  return [
    `# branch.oid ${(await resolve(repository, 'HEAD')) ?? '(initial)'}`,
    `# branch.head ${branch?.replace(/^refs\/heads\//, '') ?? '(detached)'}`,
  ]
}
