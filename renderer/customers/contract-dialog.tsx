import { useState } from 'react'
import { type Contract, contract as contractSchema, limits } from '../../shared/domain/entities.ts'
import { severities } from '../../shared/domain/vocabulary.ts'
import { Field } from '../ui/field.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { Input } from '../ui/input.tsx'
import { severityNames } from '../ui/severity-mark.tsx'
import { fromDay, toDay } from './contract-dates.ts'
import styles from './contracts.module.css'
import { formatSpan, parseSpan } from './span.ts'

export interface ContractDialogProps {
  before: Contract | null
  onKeep: (contract: Contract) => void
  onClose: () => void
}

type Times = 'response' | 'resolution'
const timeNames: Record<Times, string> = { response: 'First answer', resolution: 'Solution' }
const bothTimes: readonly Times[] = ['response', 'resolution']

interface Draft {
  name: string
  tier: string
  starts: string
  ends: string
  response: readonly string[]
  resolution: readonly string[]
}

const spans = (minutes: readonly (number | null)[] | undefined) =>
  severities.map((_, index) => {
    const one = minutes?.[index] ?? null
    return one === null ? '' : formatSpan(one)
  })

const draftOf = (before: Contract | null): Draft => ({
  name: before?.name ?? '',
  tier: before?.tier ?? '',
  starts: toDay(before?.startsAt ?? null),
  ends: toDay(before?.endsAt ?? null),
  response: spans(before?.responseMinutes),
  resolution: spans(before?.resolutionMinutes),
})

/** The contract that a draft says, or the field that is wrong and why. */
const read = (draft: Draft, id: string): { contract: Contract } | { field: string; fault: string } => {
  const name = draft.name.trim()
  if (name === '') return { field: 'name', fault: 'Give the contract a name.' }
  for (const times of bothTimes) {
    const wrong = draft[times].findIndex((text) => parseSpan(text) === undefined)
    if (wrong >= 0) return { field: `${times}-${wrong}`, fault: 'Write a time such as 30m, 4h, 2d or 1d 4h.' }
  }
  const startsAt = fromDay(draft.starts, 'first')
  const endsAt = fromDay(draft.ends, 'last')
  if (startsAt !== null && endsAt !== null && endsAt < startsAt)
    return { field: 'ends', fault: 'It ends before it starts.' }
  const parsed = contractSchema.safeParse({
    id,
    name,
    tier: draft.tier.trim(),
    startsAt,
    endsAt,
    responseMinutes: draft.response.map((text) => parseSpan(text) ?? null),
    resolutionMinutes: draft.resolution.map((text) => parseSpan(text) ?? null),
  })
  return parsed.success
    ? { contract: parsed.data }
    : { field: 'name', fault: 'A name or a tier has at most 300 letters.' }
}

export const ContractDialog = ({ before, onKeep, onClose }: ContractDialogProps) => {
  const [draft, setDraft] = useState(() => draftOf(before))
  const [wrong, setWrong] = useState<{ field: string; fault: string } | null>(null)
  const set = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part })
    setWrong(null)
  }
  const faultOf = (field: string) => (wrong?.field === field ? wrong.fault : undefined)
  const keep = () => {
    const answer = read(draft, before?.id ?? crypto.randomUUID())
    if ('fault' in answer) setWrong(answer)
    else onKeep(answer.contract)
  }
  const text = (label: string, field: 'name' | 'tier' | 'starts' | 'ends') => (
    <Field label={label} error={faultOf(field)}>
      {(ids) => (
        <Input
          {...ids}
          type={field === 'starts' || field === 'ends' ? 'date' : 'text'}
          maxLength={limits.name}
          autoFocus={field === 'name'}
          value={draft[field]}
          onChange={(event) => set({ [field]: event.target.value })}
        />
      )}
    </Field>
  )
  const times = (which: Times, index: number) => (
    <td>
      <Input
        aria-label={`${timeNames[which]}, severity ${index + 1}`}
        aria-invalid={faultOf(`${which}-${index}`) !== undefined}
        placeholder="not agreed"
        maxLength={40}
        value={draft[which][index] ?? ''}
        onChange={(event) => set({ [which]: draft[which].with(index, event.target.value) })}
      />
    </td>
  )
  const badTime = wrong && /^(response|resolution)-/.test(wrong.field) ? wrong.fault : null
  return (
    <FormDialog
      title={before ? `Change ${before.name}` : 'Add a contract'}
      act={before ? 'Keep' : 'Add'}
      onAct={keep}
      onClose={onClose}
      className={styles.form}
    >
      <div className={styles.pair}>
        {text('Name', 'name')}
        {text('Tier', 'tier')}
        {text('Starts', 'starts')}
        {text('Ends', 'ends')}
      </div>
      <table className={styles.times}>
        <caption>Agreed times, such as 30m, 4h or 2d; a day has 24 hours</caption>
        <thead>
          <tr>
            <td />
            {bothTimes.map((which) => (
              <th key={which} scope="col">
                {timeNames[which]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {severities.map((severity, index) => (
            <tr key={severity}>
              <th scope="row">{severityNames[severity]}</th>
              {times('response', index)}
              {times('resolution', index)}
            </tr>
          ))}
        </tbody>
      </table>
      {badTime && (
        <p className={styles.fault} role="alert">
          {badTime}
        </p>
      )}
    </FormDialog>
  )
}
