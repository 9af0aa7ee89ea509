import type { z } from 'zod'
import type { caseChange } from '../../../shared/contract/cases.ts'
import { type CaseFields, tag as tagSchema } from '../../../shared/domain/entities.ts'
import type { CaseKind, CaseStatus, Severity } from '../../../shared/domain/vocabulary.ts'
import { useBench } from '../../app/bench.ts'
import { useChangeInParts } from '../../case/change-in-parts.ts'
import { kindNames } from '../../case/words.ts'
import { statusNames } from '../../ui/status-dot.tsx'
import { countText } from '../list/count-text.ts'

/** More than so many go to the trash after a question only; the undo is easily overlooked. */
const trashWithoutAsking = 20
/** More than so many take a while, and are shown as an act. */
const quick = 200

/** Acts on many cases at once; one undo takes each of them back. */
export interface Bulk {
  status(status: CaseStatus): Promise<void>
  severity(severity: Severity): Promise<void>
  kind(kind: CaseKind): Promise<void>
  owner(person: { id: string; label: string } | null): Promise<void>
  takeThem(): Promise<void>
  customer(customer: { id: string; label: string } | null): Promise<void>
  addTag(tag: string): Promise<void>
  removeTag(tag: string): Promise<void>
  trash(): Promise<void>
}

type CaseChange = z.input<typeof caseChange>

export interface BulkOptions {
  /** The ids to act on, at most as many as the contract takes. */
  targets: () => readonly string[]
  /** An act was done or refused, and its menu has given back the focus. */
  onDone: () => void
  /** The cases have left every list, and no act that follows may reach them unseen. */
  onGone: () => void
}

export const useBulk = ({ targets, onDone, onGone }: BulkOptions): Bulk => {
  const { client, confirm, toast } = useBench()
  const change = useChangeInParts()

  const apply = async (say: (cases: string) => string, wanted: CaseChange) => {
    const ids = [...targets()]
    if (ids.length === 0) return
    const cases = countText(ids.length)
    const done = await change({
      said: say(cases),
      title: ids.length > quick ? `Changing ${cases}` : null,
      parts: (signal) => client.cases.change({ ids, change: wanted }, signal && { signal }),
    })
    if (done && wanted.kind === 'trash') onGone()
    onDone()
  }
  const set = (say: (cases: string) => string, fields: Partial<CaseFields>) =>
    apply(say, { kind: 'set', set: fields })

  return {
    status: (status) => set((cases) => `${cases} set to ${statusNames[status].toLowerCase()}`, { status }),
    severity: (severity) => set((cases) => `${cases} set to severity ${severity}`, { severity }),
    kind: (kind) => set((cases) => `${cases} set to ${kindNames[kind].toLowerCase()}`, { kind }),
    owner: (person) =>
      set((cases) => (person ? `${cases} assigned to ${person.label}` : `${cases} without an owner`), {
        ownerId: person?.id ?? null,
      }),
    async takeThem() {
      const { id } = await client.people.me({})
      await set((cases) => `${cases} assigned to you`, { ownerId: id })
    },
    customer: (customer) =>
      set((cases) => (customer ? `${cases} belong to ${customer.label}` : `${cases} without a customer`), {
        customerId: customer?.id ?? null,
      }),
    async addTag(text) {
      const parsed = tagSchema.safeParse(text)
      if (parsed.success)
        return apply((cases) => `${cases} tagged ${text}`, { kind: 'tag', add: [parsed.data] })
      toast({ tone: 'danger', text: 'A tag has no spaces, commas or quotes. Nothing was changed.' })
      onDone()
    },
    removeTag: (text) =>
      apply((cases) => `Tag ${text} removed from ${cases}`, { kind: 'tag', remove: [text] }),
    async trash() {
      const count = targets().length
      if (
        count > trashWithoutAsking &&
        !(await confirm({
          title: `Move ${countText(count)} to the trash?`,
          text: 'They leave every list. Undo brings them back, and is:trashed finds them.',
          act: 'Move to trash',
          danger: true,
        }))
      )
        return
      await apply((cases) => `${cases} moved to the trash`, { kind: 'trash', trashed: true })
    },
  }
}
