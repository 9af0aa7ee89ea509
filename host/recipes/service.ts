import type { Handlers } from '../../shared/contract/define.ts'
import type { recipes } from '../../shared/contract/recipes.ts'
import { findProjects } from '../environments/import/find.ts'
import { importProject } from '../environments/import/import.ts'
import { knownVersions, referenceOf } from './choose.ts'
import { loadRecipes } from './load.ts'

export interface RecipeOptions {
  /** The workspace of a case, made if need be. */
  workspace(caseId: string): Promise<string>
}

/** Recipes, and the Compose files that customers send. */
export const recipesService = ({ workspace }: RecipeOptions): Handlers<typeof recipes> => ({
  async list() {
    const all = await loadRecipes()
    return {
      recipes: all.map((recipe) => ({
        ...recipe,
        versions: knownVersions(recipe).map(({ image, known }) => ({
          version: known.version,
          image: referenceOf(image, known),
        })),
      })),
    }
  },
  projects: async ({ caseId }) => ({ projects: await findProjects(await workspace(caseId)) }),
  import: async ({ caseId, folder }) => importProject(await workspace(caseId), folder),
})
