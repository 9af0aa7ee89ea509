import { UserRound } from 'lucide-react'
import { limits, type Person } from '../../shared/domain/entities.ts'
import { formatValue } from '../../shared/domain/query/format.ts'
import { useBench } from '../app/bench.ts'
import { useCall } from '../client/use-call.ts'
import { CaseList } from '../desk/case-list.tsx'
import { Kept } from '../desk/kept.tsx'
import { NamedPage } from '../desk/named-page.tsx'
import type { Fresh } from '../desk/use-fresh.ts'
import { useKeep } from '../desk/use-keep.ts'
import { Badge } from '../ui/badge.tsx'
import { handlesFault, readHandles } from './handles.ts'
import { PersonCustomer } from './person-customer.tsx'

export interface PersonViewProps extends Fresh {
  id: string
  isMe: boolean
}

/** One person, on our side or a customer's. */
export const PersonView = ({ id, isMe, fresh, again }: PersonViewProps) => {
  const { client } = useBench()
  const keep = useKeep(again)
  const found = useCall((signal) => client.people.get({ id }, { signal }), [client, id, fresh], {
    keep: true,
  })
  const set = (part: Partial<Person>) => client.people.set({ id, set: part })
  const fields = ({ name, email, handles, customerId }: Person) => (
    <>
      <Kept
        label="E-mail address"
        value={email}
        maxLength={limits.name}
        placeholder="ada@acme.example"
        onKeep={(next) => keep(`The address of ${name} is changed`, () => set({ email: next }))}
      />
      <PersonCustomer customerId={customerId} fresh={fresh} name={name} keep={keep} set={set} />
      <Kept
        label="Also known as"
        value={handles.join('\n')}
        lines={2}
        maxLength={limits.name * 50}
        placeholder="github:ada"
        hint="One on each line; imports know people by these."
        check={handlesFault}
        onKeep={(next) =>
          keep(`The other names of ${name} are changed`, () => set({ handles: readHandles(next) }))
        }
      />
    </>
  )
  return (
    <NamedPage
      place="people"
      placeTitle="People"
      noun="person"
      icon={UserRound}
      found={found}
      keep={keep}
      set={set}
      badge={isMe && <Badge tone="accent">This is you</Badge>}
      notesHint="Where they sit, when they answer, what they know"
      fields={fields}
    >
      {({ name }) => (
        <>
          <CaseList
            title="Owned cases"
            query={`owner:${formatValue(name)}`}
            none={`${isMe ? 'You own' : `${name} owns`} no cases.`}
          />
          <CaseList
            title="Reported cases"
            query={`reporter:${formatValue(name)}`}
            none={`${isMe ? 'You have' : `${name} has`} reported no cases.`}
          />
        </>
      )}
    </NamedPage>
  )
}
