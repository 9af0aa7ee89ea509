import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { repositoryRoot } from '../repository.ts'

/** Where the software and the evidence of the case lie that the pictures of the bench show. */
const parts = [
  { folder: 'src', from: 'build/sample-desk/policy-portal/src', ending: '.java' },
  { folder: 'conf', from: 'build/sample-desk/policy-portal', ending: '.xml' },
  { folder: 'logs', from: 'host/sample-desk/evidence/policy-portal', ending: '.log' },
]

/** What the customer of the sample case would send: sources, settings and logs, by their names in the archive. */
export const customerFiles = async (): Promise<Record<string, Buffer>> => {
  const files: Record<string, Buffer> = {}
  for (const { folder, from, ending } of parts) {
    const names = (await readdir(join(repositoryRoot, from))).filter((name) => name.endsWith(ending))
    for (const name of names.toSorted())
      files[`${folder}/${name}`] = await readFile(join(repositoryRoot, from, name))
  }
  return files
}
