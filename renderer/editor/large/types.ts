import type { z } from 'zod'
import type { Services } from '../../../shared/contract/index.ts'
import type { foundLine } from '../../../shared/contract/workspaces.ts'
import type { Client } from '../../../shared/wire/client.ts'

/** What the host answers when it is asked for lines. */
export type OutputOf = Awaited<ReturnType<Client<Services>['files']['lines']>>

export type FoundLine = z.output<typeof foundLine>
