import type { Handlers } from '../../shared/contract/define.ts'
import type { recipes } from '../../shared/contract/recipes.ts'
import type { Recipe } from '../../shared/domain/stack/recipe.ts'
import { findProjects } from '../environments/import/find.ts'
import { importProject } from '../environments/import/import.ts'
import { knownVersions, referenceOf } from './choose.ts'

export interface RecipeOptions {
  /** The workspace of a case, made if need be. */
  workspace(caseId: string): Promise<string>
  recipes(): Promise<readonly Recipe[]>
}

/** Recipes, and the Compose files that customers send. */
export const recipesService = ({ workspace, recipes: all }: RecipeOptions): Handlers<typeof recipes> => ({
  async list() {
    return {
      recipes: (await all()).map((recipe) => ({
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
