import { Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Stepped } from '../../shared/contract/step.ts'
import type { Contract, Customer } from '../../shared/domain/entities.ts'
import { severities } from '../../shared/domain/vocabulary.ts'
import { useCommands } from '../app/commands/use-commands.ts'
import type { Change } from '../case/change.ts'
import desk from '../desk/desk.module.css'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Section } from '../ui/section.tsx'
import { ContractDialog } from './contract-dialog.tsx'
import styles from './contracts.module.css'
import { formatSpan } from './span.ts'

export interface ContractsProps {
  customer: Customer
  keep: Change
  set: (part: Partial<Customer>) => Promise<Stepped>
}

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })

const times = (minutes: readonly (number | null)[], index: number) => {
  const agreed = minutes[index] ?? null
  return agreed === null ? '–' : formatSpan(agreed)
}

export const Contracts = ({ customer, keep, set }: ContractsProps) => {
  const { contracts } = customer
  const [editing, setEditing] = useState<{ before: Contract | null } | null>(null)
  const add = () => setEditing({ before: null })
  useCommands([
    { id: 'customers.contract', title: 'Add a contract', section: 'Customers', shortcut: ['a'], run: add },
  ])

  const keepOne = async (next: Contract) => {
    const before = editing?.before
    const all = before ? contracts.map((one) => (one.id === next.id ? next : one)) : [...contracts, next]
    const said = before ? `${next.name} is changed` : `${customer.name} has the contract ${next.name}`
    if (await keep(said, () => set({ contracts: all }))) setEditing(null)
  }
  const remove = (gone: Contract) =>
    void keep(`${gone.name} is removed`, () =>
      set({ contracts: contracts.filter(({ id }) => id !== gone.id) }),
    )
  return (
    <Section
      title="Contracts"
      count={contracts.length}
      act={
        <Button size="small" icon={Plus} shortcut="a" onClick={add}>
          Add a contract
        </Button>
      }
    >
      {contracts.length === 0 ? (
        <p className={desk.none}>None known. A contract says how soon a case must be answered and solved.</p>
      ) : (
        <table className={desk.table}>
          <caption>Agreed times are those to the first answer / to the solution.</caption>
          <thead>
            <tr>
              <th scope="col">Contract</th>
              {severities.map((severity) => (
                <th key={severity} scope="col">
                  Severity {severity}
                </th>
              ))}
              <th scope="col">Runs</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {contracts.map((contract) => (
              <tr key={contract.id}>
                <th scope="row">
                  {contract.name} <span className={styles.tier}>{contract.tier}</span>
                </th>
                {severities.map((severity, index) => (
                  <td key={severity}>
                    {times(contract.responseMinutes, index)} / {times(contract.resolutionMinutes, index)}
                  </td>
                ))}
                <td>
                  <Term contract={contract} />
                </td>
                <td>
                  <div className={desk.rowActs}>
                    <IconButton
                      icon={Pencil}
                      size="small"
                      label={`Change ${contract.name}`}
                      onClick={() => setEditing({ before: contract })}
                    />
                    <IconButton
                      icon={Trash2}
                      size="small"
                      label={`Remove ${contract.name}`}
                      onClick={() => remove(contract)}
                    />
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {editing && (
        <ContractDialog
          before={editing.before}
          onKeep={(next) => void keepOne(next)}
          onClose={() => setEditing(null)}
        />
      )}
    </Section>
  )
}

const Term = ({ contract: { startsAt, endsAt } }: { contract: Contract }) => {
  if (startsAt === null && endsAt === null) return <span className={desk.muted}>Open-ended</span>
  const over = endsAt !== null && endsAt < Date.now()
  return (
    <span className={over ? styles.over : undefined}>
      {startsAt !== null && `From ${day.format(startsAt)}`}
      {endsAt !== null && `${startsAt === null ? 'Until' : ' until'} ${day.format(endsAt)}`}
      {over && ', over'}
    </span>
  )
}
