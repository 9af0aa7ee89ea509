import type { CaseFields } from '../../../shared/domain/entities.ts'
import { caseKinds, type Severity, severities } from '../../../shared/domain/vocabulary.ts'
import { useBench } from '../../app/bench.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Combobox } from '../../ui/combobox.tsx'
import { Select } from '../../ui/select.tsx'
import { SeverityMark, severityNames } from '../../ui/severity-mark.tsx'
import { useCasePage } from '../page.ts'
import { customerLoader, peopleLoader } from '../pickers.ts'
import { kindNames } from '../words.ts'
import { Due } from './due.tsx'
import styles from './header.module.css'
import { StatusControl } from './status-control.tsx'

const kinds = caseKinds.map((kind) => ({ value: kind, label: kindNames[kind] }))
const levels = severities.map((severity) => ({
  value: String(severity),
  label: severityNames[severity],
  mark: <SeverityMark severity={severity} />,
}))

/** The single-valued facts, each edited where it stands. */
export const Fields = () => {
  const { client } = useBench()
  const { detail, change } = useCasePage()
  const { customer, owner } = detail
  const { id, ref, severity, kind, contractId } = detail.case
  const set = (said: string, fields: Partial<CaseFields>) =>
    void change(said, () => client.cases.set({ ids: [id], set: fields }))
  const contracts = customer?.contracts ?? []

  const createOwner = (name: string) =>
    void change(`${name} owns ${ref}`, async () => {
      const made = await client.people.set({ set: { name } })
      return client.cases.set({ ids: [id], set: { ownerId: made.id } })
    })
  const createCustomer = (name: string) =>
    void change(`${ref} is a case of ${name}`, async () => {
      const made = await client.customers.set({ set: { name } })
      return client.cases.set({ ids: [id], set: { customerId: made.id, contractId: null } })
    })
  return (
    <div className={styles.fields}>
      <StatusControl />
      <Select
        look="inline"
        label="Severity"
        value={String(severity)}
        options={levels}
        onChange={(value) => set(`${ref} has severity ${value}`, { severity: Number(value) as Severity })}
      />
      <Select
        look="inline"
        label="Kind"
        value={kind}
        options={kinds}
        onChange={(value) => set(`${ref} is of kind ${kindNames[value].toLowerCase()}`, { kind: value })}
      />
      <span data-act="owner" className={styles.field}>
        <Combobox
          look="inline"
          label="Owner"
          placeholder="No owner"
          none="No owner"
          value={owner && { id: owner.id, label: owner.name, mark: <Avatar name={owner.name} size={18} /> }}
          load={peopleLoader(client)}
          create={{ label: (text) => `Add ${text} as a person`, run: createOwner }}
          onChange={(person) =>
            set(person ? `${person.label} owns ${ref}` : `${ref} has no owner`, {
              ownerId: person?.id ?? null,
            })
          }
        />
      </span>
      <span data-act="customer" className={styles.field}>
        <Combobox
          look="inline"
          label="Customer"
          placeholder="No customer"
          none="No customer"
          value={customer && { id: customer.id, label: customer.name }}
          load={customerLoader(client)}
          create={{ label: (text) => `Add ${text} as a customer`, run: createCustomer }}
          onChange={(one) =>
            set(one ? `${ref} is a case of ${one.label}` : `${ref} has no customer`, {
              customerId: one?.id ?? null,
              contractId: null,
            })
          }
        />
      </span>
      {contracts.length > 0 && (
        <Select
          look="inline"
          label="Contract"
          placeholder="No contract"
          value={contractId ?? 'none'}
          options={[
            { value: 'none', label: 'No contract' },
            ...contracts.map((one) => ({
              value: one.id,
              label: one.tier ? `${one.name} (${one.tier})` : one.name,
            })),
          ]}
          onChange={(value) =>
            set(`The contract of ${ref} is changed`, { contractId: value === 'none' ? null : value })
          }
        />
      )}
      <Due />
    </div>
  )
}
