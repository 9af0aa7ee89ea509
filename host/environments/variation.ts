import { cp, mkdir, readdir, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'
import type { ProcessService } from '../../shared/domain/stack/service-extension.ts'
import { environmentFolder } from './names.ts'
import type { Variation } from './runner.ts'

/** Bytes of the environment folder that are copied for a variation; volumes and large data lie elsewhere. */
const copiedAtMost = 500_000_000

/**
 * A root like the workspace's in which some files of the environment folder differ; the workspace itself stays as it is.
 * All else is reached through links.
 */
export const variedRoot = async (
  root: string,
  made: string,
  files: Readonly<Record<string, string | null>>,
): Promise<string> => {
  const varied = join(made, 'varied')
  await rm(varied, { recursive: true, force: true })
  await mkdir(varied, { recursive: true, mode: 0o700 })
  for (const name of await readdir(root))
    if (name !== environmentFolder) await symlink(join(root, name), join(varied, name))
  const folder = join(varied, environmentFolder)
  let bytes = 0
  await cp(join(root, environmentFolder), folder, {
    recursive: true,
    verbatimSymlinks: true,
    filter: async (source) => {
      const facts = await stat(source).catch(() => null)
      bytes += facts?.isFile() ? facts.size : 0
      if (bytes > copiedAtMost)
        throw new BenchError(
          'invalid',
          `The folder ${join(root, environmentFolder)} holds more than 500 MB, too much to vary its files. Keep large data elsewhere in the workspace.`,
        )
      return true
    },
  })
  for (const [path, text] of Object.entries(files)) {
    const target = join(varied, path)
    if (!target.startsWith(`${folder}${sep}`))
      throw new BenchError('invalid', `${path} does not lie in the environment folder and cannot be varied.`)
    await mkdir(dirname(target), { recursive: true })
    if (!`${await realpath(dirname(target))}${sep}`.startsWith(`${await realpath(folder)}${sep}`))
      throw new BenchError('invalid', `${path} leads out of the environment folder and cannot be varied.`)
    // A link would lead the text out of the copy.
    await rm(target, { force: true })
    if (text !== null) await writeFile(target, text)
  }
  return varied
}

/** Local processes with other variables; null takes one away. */
export const variedProcesses = (
  processes: ReadonlyMap<string, ProcessService>,
  variables: Variation['environment'] = {},
): ReadonlyMap<string, ProcessService> =>
  new Map(
    [...processes].map(([name, service]) => {
      const all = Object.entries({ ...service.environment, ...variables[name] })
      const environment = Object.fromEntries(
        all.flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
      )
      return [name, { ...service, environment }]
    }),
  )
