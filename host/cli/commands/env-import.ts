import { z } from 'zod'
import { caseKey } from '../../../shared/contract/cases.ts'
import { command } from '../command.ts'
import { neutral } from '../text/neutral.ts'

export const envImport = command({
  usage: 'import <ref> [folder]',
  summary: 'List the Compose projects in the workspace of a case, or take one as its environment.',
  detail:
    'A project is copied as it is, with overrides, includes and .env. An environment that is there is never replaced.',
  examples: ['casebench env import CB-1042', 'casebench env import CB-1042 bundle/shop'],
  input: z.object({ ref: caseKey, folder: z.string().optional() }),
  run: async (act, { ref: key, folder }) => {
    const client = await act.client()
    const caseId = (await client.cases.get({ key })).case.id
    if (folder === undefined) {
      const found = await client.recipes.projects({ caseId })
      await act.out.result(found, () =>
        found.projects
          .map((one) => {
            const profiles = one.profiles.length === 0 ? '' : `  profiles: ${one.profiles.join(' ')}`
            return neutral(
              `${one.folder || '.'}  ${one.files.join(' ')}  ${one.services.join(' ')}${profiles}`,
            )
          })
          .join('\n'),
      )
      return undefined
    }
    const said = await client.recipes.import({
      caseId,
      folder: folder === '.' ? '' : folder.replace(/\/+$/, ''),
    })
    await act.out.result(said, () =>
      [
        `Copied ${said.copied} files into environment/.`,
        ...said.leftOut.map((path) => `Left out ${path}: it leads out of the folder.`),
        ...said.missing.map(
          (path) => `Not copied: ${path}, which the project reads and lies beside its folder.`,
        ),
      ]
        .map((line) => neutral(line))
        .join('\n'),
    )
    return undefined
  },
})

export const envRecipes = command({
  usage: 'recipes',
  summary: 'The products that an environment can be made of, with their versions.',
  examples: ['casebench env recipes', 'casebench env recipes --json'],
  input: z.object({}),
  run: async (act) => {
    const client = await act.client()
    const said = await client.recipes.list({})
    await act.out.result(said, () =>
      said.recipes
        .map(({ id, title, versions, newest, licence }) => {
          const oldest = versions[0]?.version ?? newest
          return `${id}  ${title}  ${oldest} to ${versions.at(-1)?.version ?? newest}${licence ? '  licence' : ''}`
        })
        .join('\n'),
    )
    return undefined
  },
})
