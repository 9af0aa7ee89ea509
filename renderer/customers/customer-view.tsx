import { Building2 } from 'lucide-react'
import { type Customer, limits } from '../../shared/domain/entities.ts'
import { formatValue } from '../../shared/domain/query/format.ts'
import { useBench } from '../app/bench.ts'
import { useCall } from '../client/use-call.ts'
import { CaseList } from '../desk/case-list.tsx'
import desk from '../desk/desk.module.css'
import { EntityPage } from '../desk/entity-page.tsx'
import { Heading } from '../desk/heading.tsx'
import { Kept } from '../desk/kept.tsx'
import type { Fresh } from '../desk/use-fresh.ts'
import { useKeep } from '../desk/use-keep.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Contracts } from './contracts.tsx'

/** One customer: everything written about it is changed where it stands. */
export const CustomerView = ({ id, fresh, again }: { id: string } & Fresh) => {
  const { client } = useBench()
  const keep = useKeep(again)
  const found = useCall((signal) => client.customers.get({ id }, { signal }), [client, id, fresh], {
    keep: true,
  })
  const set = (part: Partial<Customer>) => client.customers.set({ id, set: part })
  return (
    <EntityPage noun="customer" icon={Building2} found={found} isGone={({ name }) => name === ''}>
      {(customer) => {
        const { name, domain, notes } = customer
        return (
          <div className={desk.body}>
            <Heading
              place="customers"
              placeTitle="Customers"
              mark={<Avatar name={name} size={28} />}
              name={name}
            />
            <div className={desk.fields}>
              <Kept
                label="Name"
                value={name}
                maxLength={limits.name}
                check={(text) => (text === '' ? 'A customer needs a name.' : undefined)}
                onKeep={(next) => keep(`${name} is now ${next}`, () => set({ name: next }))}
              />
              <Kept
                label="Domain"
                value={domain}
                maxLength={limits.name}
                placeholder="acme.example"
                onKeep={(next) => keep(`The domain of ${name} is changed`, () => set({ domain: next }))}
              />
              <div className={desk.wide}>
                <Kept
                  label="Notes"
                  value={notes}
                  lines={3}
                  maxLength={limits.text}
                  placeholder="What one should know before calling them"
                  onKeep={(next) => keep(`The notes on ${name} are kept`, () => set({ notes: next }))}
                />
              </div>
            </div>
            <Contracts customer={customer} keep={keep} set={set} />
            <CaseList
              title="Cases"
              query={`customer:${formatValue(name)}`}
              none={`No cases of ${name} yet.`}
            />
          </div>
        )
      }}
    </EntityPage>
  )
}
