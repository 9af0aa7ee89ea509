import type { Handlers } from '../../../shared/contract/define.ts'
import { BenchError } from '../../../shared/contract/error.ts'
import type { Proposal, proposals } from '../../../shared/contract/proposals.ts'
import type { Recipe } from '../../../shared/domain/stack/recipe.ts'
import { caseDetail } from '../../cases/detail.ts'
import type { Database } from '../../database/threads.ts'
import { proposeEnvironment } from './propose.ts'
import { writeProposal } from './write.ts'

export interface ProposalOptions {
  database: Database
  recipes(): Promise<readonly Recipe[]>
  /** The folder of a case's workspace, made if need be. */
  workspace(caseId: string): Promise<string>
}

/** The service of proposals. */
export const proposalsService = ({
  database,
  recipes,
  workspace,
}: ProposalOptions): Handlers<typeof proposals> => {
  const propose = async (caseId: string): Promise<Proposal> => {
    const { case: found } = await database.read(caseDetail, { key: caseId })
    const { id, ref: title, components } = found
    if (components.length === 0)
      throw new BenchError(
        'no-components',
        `${title} names no components yet. Add the packages and products of the customer's stack to it, then propose again.`,
      )
    // The case's id is as good as a random seed: it is made at random, and the same on every bench.
    const made = proposeEnvironment({ components, recipes: await recipes(), seed: id, title })
    if (made.services.length === 0)
      throw new BenchError(
        'no-match',
        `No recipe knows any component of ${title}. Write environment/compose.yaml in the workspace yourself.`,
      )
    return made
  }
  return {
    propose: ({ caseId }) => propose(caseId),
    async write({ caseId }) {
      const proposal = await propose(caseId)
      return { proposal, ...(await writeProposal(await workspace(caseId), proposal.files)) }
    },
  }
}
