import type { Git } from '../../git/git.ts'
import { nulFields } from '../nul-fields.ts'
import { placeAll } from './place.ts'
import type { Refusals } from './refusals.ts'

/** The ref that holds the customer's state: every unpacking adds a commit to it. */
export const customerRef = 'refs/casebench/customer'

export interface Adoption {
  git: Git
  folder: string
  staging: string
  /** The customer's state before, or where HEAD stood, and the commit that was made on it. */
  parent: string
  commit: string
  identity: Readonly<Record<string, string>>
  refusals: Refusals
}

/**
 * Brings a commit of the customer's state into the workspace: its files are placed, HEAD moves to it, or, where HEAD
 * has commits of its own, to a join of the two that takes every path whole from one side. What the user changed,
 * committed or not, stays the user's. It cannot be cancelled. The files come first and the refs last, so that a crash in between leaves nothing
 * that unpacking again would not put right.
 */
export const adopt = async (adoption: Adoption): Promise<void> => {
  const { git, folder, parent, commit, refusals, staging } = adoption
  const call = { folder }
  const head = await git.text({ ...call, args: ['rev-parse', '--verify', 'HEAD^{commit}'] })
  await git.run({ ...call, args: ['update-index', '-q', '--refresh'], exitCodes: [0, 1] })
  const names = (args: string[]) =>
    namesOf(git.stream({ ...call, args: [...args, '--name-only', '-z', '--no-renames', '--'] }))
  const touched = await names(['diff', parent])
  const known = await names(['diff-tree', '-r', '--diff-filter=MDT', parent, commit])
  const kept = head === parent ? new Set<string>() : await names(['diff-tree', '-r', parent, head])
  const staged = await names(['diff-index', '--cached', head])
  await placeAll({
    staging,
    workspace: folder,
    isUntouched: (path) => known.has(path) && !touched.has(path),
    refusals,
  })
  const next = head === parent ? commit : await join(adoption, { head, kept })
  const index = entriesOf(adoption, (path) => !kept.has(path) && !staged.has(path))
  await git.run({ ...call, args: ['update-index', '-z', '--index-info'], input: index })
  await git.run({ ...call, args: ['update-index', '-q', '--refresh'], exitCodes: [0, 1] })
  const refs = `start\nupdate ${customerRef} ${commit}\nupdate HEAD ${next} ${head}\nprepare\ncommit\n`
  await git.run({ folder, args: ['update-ref', '-m', 'unpack', '--stdin'], input: refs })
}

const namesOf = async (chunks: AsyncIterable<Buffer>): Promise<Set<string>> => {
  const names = new Set<string>()
  for await (const name of nulFields(chunks)) names.add(name)
  return names
}

/** What the commit changed, as lines for the index (git-update-index(1), --index-info). */
async function* entriesOf({ git, folder, parent, commit }: Adoption, wanted: (path: string) => boolean) {
  const args = ['diff-tree', '-r', '-z', '--no-renames', '--raw', '--no-abbrev', parent, commit]
  let place = ''
  for await (const field of nulFields(git.stream({ folder, args }))) {
    if (field.startsWith(':')) {
      const [, mode = '', , hash = ''] = field.split(' ')
      place = `${mode} ${hash}`
    } else {
      if (wanted(field)) yield `${place}\t${field}\0`
      place = ''
    }
  }
}

/** A commit on both HEAD and the customer's state, made without touching the index or any file. */
const join = async (adoption: Adoption, { head, kept }: { head: string; kept: ReadonlySet<string> }) => {
  const { git, folder, commit, identity } = adoption
  const gitFolder = await git.text({ folder, args: ['rev-parse', '--absolute-git-dir'] })
  const env = { ...identity, GIT_INDEX_FILE: `${gitFolder}/casebench-index` }
  const call = { folder, env }
  await git.run({ ...call, args: ['read-tree', head] })
  const input = entriesOf(adoption, (path) => !kept.has(path))
  await git.run({ ...call, args: ['update-index', '-z', '--index-info'], input })
  const tree = await git.text({ ...call, args: ['write-tree'] })
  const message = 'Take over what the customer sent'
  return git.text({ ...call, args: ['commit-tree', tree, '-p', head, '-p', commit, '-m', message] })
}
