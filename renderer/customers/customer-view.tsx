import { Building2 } from 'lucide-react'
import { type Customer, limits } from '../../shared/domain/entities.ts'
import { formatValue } from '../../shared/domain/query/format.ts'
import { useBench } from '../app/bench.ts'
import { useCall } from '../client/use-call.ts'
import { CaseList } from '../desk/case-list.tsx'
import { Kept } from '../desk/kept.tsx'
import { NamedPage } from '../desk/named-page.tsx'
import type { Fresh } from '../desk/use-fresh.ts'
import { useKeep } from '../desk/use-keep.ts'
import { Contracts } from './contracts.tsx'

export const CustomerView = ({ id, fresh, again }: { id: string } & Fresh) => {
  const { client } = useBench()
  const keep = useKeep(again)
  const found = useCall((signal) => client.customers.get({ id }, { signal }), [client, id, fresh], {
    keep: true,
  })
  const set = (part: Partial<Customer>) => client.customers.set({ id, set: part })
  return (
    <NamedPage
      place="customers"
      placeTitle="Customers"
      noun="customer"
      icon={Building2}
      found={found}
      keep={keep}
      set={set}
      notesHint="What one should know before calling them"
      fields={({ name, domain }) => (
        <Kept
          label="Domain"
          value={domain}
          maxLength={limits.name}
          placeholder="acme.example"
          onKeep={(next) => keep(`The domain of ${name} is changed`, () => set({ domain: next }))}
        />
      )}
    >
      {(customer) => (
        <>
          <Contracts customer={customer} keep={keep} set={set} />
          <CaseList
            title="Cases"
            query={`customer:${formatValue(customer.name)}`}
            none={`No cases of ${customer.name} yet.`}
          />
        </>
      )}
    </NamedPage>
  )
}
