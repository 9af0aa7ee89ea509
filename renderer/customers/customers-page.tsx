import { Building2 } from 'lucide-react'
import { useBench } from '../app/bench.ts'
import { Entry } from '../desk/entry.tsx'
import { NamedDirectory } from '../desk/named-directory.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { CustomerView } from './customer-view.tsx'

const CustomersPage = () => {
  const { customers } = useBench().client
  return (
    <NamedDirectory
      id="customers"
      title="Customers"
      nouns={['customer', 'customers']}
      icon={Building2}
      empty="Customers come with an import, or with the first case you start for one."
      read={async (part, signal) => {
        const { customers: rows, total } = await customers.list(part, { signal })
        return { rows, total }
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
      unchosen="Choose one to see and change its contracts, notes and cases."
      page={(id, fresh) => <CustomerView key={id} id={id} {...fresh} />}
      said={(name) => `${name} is a customer now`}
      make={(name) => customers.set({ set: { name } })}
      restOfIt="Domain, contracts and notes are written on its page."
    />
  )
}

export default CustomersPage
