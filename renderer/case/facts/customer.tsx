import { pathOf } from '../../app/router.ts'
import { Section } from '../../ui/section.tsx'
import { useCasePage } from '../page.ts'
import { dateText } from '../words.ts'
import { Fact } from './fact.tsx'
import styles from './facts.module.css'

export const CustomerFacts = () => {
  const { customer, case: shown } = useCasePage().detail
  const contract = customer?.contracts.find(({ id }) => id === shown.contractId)
  return (
    <Section look="panel" title="Customer">
      {customer ? (
        <dl className={styles.list}>
          <Fact name="Name">
            <a href={`#${pathOf('customers', customer.id)}`}>{customer.name}</a>
          </Fact>
          {customer.domain && <Fact name="Domain">{customer.domain}</Fact>}
          <Fact name="Contract">
            {contract ? (
              <>
                {contract.name}
                {contract.tier && <span className={styles.muted}> {contract.tier}</span>}
              </>
            ) : (
              <span className={styles.muted}>
                {customer.contracts.length > 0 ? 'Not chosen' : 'None known'}
              </span>
            )}
          </Fact>
          {contract?.endsAt && <Fact name="Ends">{dateText(contract.endsAt)}</Fact>}
        </dl>
      ) : (
        <p className={styles.none}>No customer yet. Choose one in the header of the case.</p>
      )}
    </Section>
  )
}
