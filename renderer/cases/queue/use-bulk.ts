import { BenchError } from '../../../shared/contract/error.ts'
import { type CaseFields, tag as tagSchema } from '../../../shared/domain/entities.ts'
import type { CaseKind, CaseStatus, Severity } from '../../../shared/domain/vocabulary.ts'
import { useBench } from '../../app/bench.ts'
import { useChange } from '../../case/change.ts'
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

export interface BulkOptions {
  /** The ids to act on, at most as many as the contract takes. */
  targets: () => readonly string[]
  /** An act was done or refused, and its menu has given back the focus. */
  onDone: () => void
  /** The cases have left every list, and no act that follows may reach them unseen. */
  onGone: () => void
}

export const useBulk = ({ targets, onDone, onGone }: BulkOptions): Bulk => {
  const { client, acts, confirm } = useBench()
  const change = useChange()

  const apply = async (say: (cases: string) => string, work: (ids: string[]) => Promise<unknown>) => {
    const ids = [...targets()]
    if (ids.length === 0) return
    const cases = countText(ids.length)
    await change(say(cases), () =>
      ids.length > quick ? acts.run(`Changing ${cases}`, () => work(ids)) : work(ids),
    )
    onDone()
  }
  const set = (say: (cases: string) => string, fields: Partial<CaseFields>) =>
    apply(say, (ids) => client.cases.set({ ids, set: fields }))

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
      await apply(
        (cases) => `${cases} tagged ${text}`,
        async (ids) => {
          if (!parsed.success)
            throw new BenchError('invalid', 'A tag has no spaces, commas or quotes. Nothing was changed.')
          await client.cases.tag({ ids, add: [parsed.data] })
        },
      )
    },
    removeTag: (text) =>
      apply(
        (cases) => `Tag ${text} removed from ${cases}`,
        (ids) => client.cases.tag({ ids, remove: [text] }),
      ),
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
      await apply(
        (cases) => `${cases} moved to the trash`,
        async (ids) => {
          await client.cases.trash({ ids, trashed: true })
          onGone()
        },
      )
    },
  }
}
