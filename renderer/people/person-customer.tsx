import type { Stepped } from '../../shared/contract/step.ts'
import type { Person } from '../../shared/domain/entities.ts'
import { useBench } from '../app/bench.ts'
import { hashOf, pathOf } from '../app/router.ts'
import type { Change } from '../case/change.ts'
import { customerLoader } from '../case/pickers.ts'
import { useCall } from '../client/use-call.ts'
import { Combobox } from '../ui/combobox.tsx'
import { Field } from '../ui/field.tsx'

export interface PersonCustomerProps {
  customerId: string | null
  fresh: number
  name: string
  keep: Change
  set: (part: Partial<Person>) => Promise<Stepped>
}

/** Whose person this is; nobody's is on our side. */
export const PersonCustomer = ({ customerId, fresh, name, keep, set }: PersonCustomerProps) => {
  const { client } = useBench()
  const { value: customer } = useCall(
    async (signal) => (customerId === null ? null : client.customers.get({ id: customerId }, { signal })),
    [client, customerId, fresh],
    { keep: true },
  )
  const change = (id: string | null, whose: string) =>
    void keep(id === null ? `${name} is of no customer` : `${name} is of ${whose}`, () =>
      set({ customerId: id }),
    )
  const create = (whose: string) =>
    void keep(`${name} is of ${whose}`, async () => {
      const made = await client.customers.set({ set: { name: whose } })
      return set({ customerId: made.id })
    })
  const shown = customer && customer.id === customerId ? customer : null
  return (
    <Field
      label="Customer"
      hint={shown && <a href={hashOf(pathOf('customers', shown.id))}>Open the page of {shown.name}</a>}
    >
      {({ id }) => (
        <Combobox
          id={id}
          label="Customer"
          placeholder={customerId === null ? 'None: on our side' : 'Reading…'}
          none="None: on our side"
          value={shown && { id: shown.id, label: shown.name }}
          load={customerLoader(client)}
          create={{ label: (text) => `Add ${text} as a customer`, run: create }}
          onChange={(one) => change(one?.id ?? null, one?.label ?? '')}
        />
      )}
    </Field>
  )
}
