import type { Git } from './git.ts'

/** Who a commit is by. */
export interface Person {
  readonly name: string
  /** An address; one that leads nowhere is made up where it is empty. */
  readonly email: string
}

/** What git does not take in a name or an address (ident.c: `<`, `>`, line breaks, NUL). */
const plain = (text: string) => text.replace(/[<>\p{Cc}]/gu, '').trim()

/**
 * The variables that name the author and committer: whom the user's git configuration names, else the bench's person,
 * so that a commit never fails for want of a name.
 */
export const identityOf = async (
  git: Git,
  folder: string,
  person: Person,
): Promise<Readonly<Record<string, string>>> => {
  const configured = async (key: string) =>
    plain(await git.text({ folder, args: ['config', '--get', key], exitCodes: [0, 1] }))
  const name = (await configured('user.name')) || plain(person.name) || 'Casebench'
  const made = `${
    name
      .normalize('NFKD')
      .replace(/[^A-Za-z0-9]+/g, '.')
      .replace(/^\.+|\.+$/g, '')
      .toLowerCase() || 'bench'
  }@casebench.invalid`
  const email = (await configured('user.email')) || plain(person.email) || made
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
  }
}
