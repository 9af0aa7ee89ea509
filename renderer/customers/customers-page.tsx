import { Building2 } from 'lucide-react'
import { useState } from 'react'
import { useBench } from '../app/bench.ts'
import { pathOf, useRoute } from '../app/router.ts'
import { Directory } from '../desk/directory.tsx'
import { Entry } from '../desk/entry.tsx'
import { NewEntry } from '../desk/new-entry.tsx'
import { useFresh } from '../desk/use-fresh.ts'
import { useKeep } from '../desk/use-keep.ts'
import { Avatar } from '../ui/avatar.tsx'
import { CustomerView } from './customer-view.tsx'

const CustomersPage = () => {
  const { client, navigate } = useBench()
  const { path, query } = useRoute()
  const id = path[1]
  const { fresh, again } = useFresh()
  const keep = useKeep(again)
  const [asking, setAsking] = useState(false)
  const close = () => {
    setAsking(false)
    if (query.new) navigate(pathOf('customers'), {}, { replace: true })
  }
  const makeNamed = async (name: string) => {
    const done = await keep(`${name} is a customer now`, async () => {
      const made = await client.customers.set({ set: { name } })
      navigate(pathOf('customers', made.id))
      return made
    })
    if (done) setAsking(false)
  }
  return (
    <Directory
      id="customers"
      title="Customers"
      nouns={['customer', 'customers']}
      icon={Building2}
      empty="Customers come with an import, or with the first case you start for one."
      fresh={fresh}
      read={async (part, signal) => {
        const { customers, total } = await client.customers.list(part, { signal })
        return { rows: customers, total }
      }}
      row={({ name, domain, openCases }) => (
        <Entry
          mark={<Avatar name={name} size={26} />}
          name={name}
          below={domain}
          count={openCases}
          counted="open case"
        />
      )}
      isChosen={(row) => row.id === id}
      onOpen={(row) => navigate(pathOf('customers', row.id))}
      onNew={() => setAsking(true)}
      unchosen="Choose one to see and change its contracts, notes and cases."
      page={id === undefined ? null : <CustomerView key={id} id={id} fresh={fresh} again={again} />}
    >
      {(asking || query.new) && (
        <NewEntry
          title="New customer"
          description="Domain, contracts and notes are written on its page."
          onMake={makeNamed}
          onClose={close}
        />
      )}
    </Directory>
  )
}

export default CustomersPage
