import { z } from 'zod'
import { id } from '../domain/entities.ts'
import { call, service } from './define.ts'
import { inside } from './workspaces.ts'

const links = z.array(z.object({ title: z.string(), url: z.string() }))
const licence = z.object({ name: z.string(), url: z.string() }).nullable()
const login = z.object({ registry: z.string(), url: z.string() }).nullable()

/** One product that an environment can be made of. */
const recipeEntry = z.object({
  id: z.string(),
  title: z.string(),
  group: z.string(),
  /** Versions whose images are known, oldest first, with the image and its tag. */
  versions: z.array(z.object({ version: z.string(), image: z.string() })),
  newest: z.string(),
  licence,
  login,
  notes: z.array(z.string()),
  links,
})

/** Compose files of a folder of the workspace that belong together. */
const composeProject = z.object({
  folder: z.string(),
  files: z.array(z.string()),
  others: z.array(z.string()),
  parts: z.array(z.string()),
  env: z.boolean(),
  services: z.array(z.string()),
  profiles: z.array(z.string()),
})

/** What environments are made of beside proposals: the recipes themselves, and Compose files of the customer. */
export const recipes = service(
  'recipes',
  ['not-found', 'no-git', 'exists', 'vanished', 'refused', 'locked', 'too-large', 'invalid'] as const,
  {
    list: call(z.object({}), z.object({ recipes: z.array(recipeEntry) })),
    /** Compose projects that lie in the workspace. */
    projects: call(z.object({ caseId: id }), z.object({ projects: z.array(composeProject) })),
    /** Copies one of them, as it is, to where the environment lies; never over one that is there. */
    import: call(
      z.object({ caseId: id, folder: inside }),
      z.object({ copied: z.int(), leftOut: z.array(z.string()), missing: z.array(z.string()) }),
    ),
  },
)
