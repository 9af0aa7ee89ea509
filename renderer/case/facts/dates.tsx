import { safeLink } from '../../ui/safe-url.ts'
import { Section } from '../../ui/section.tsx'
import { useCasePage } from '../page.ts'
import { dateText } from '../words.ts'
import { Fact } from './fact.tsx'
import styles from './facts.module.css'

export const Dates = () => {
  const { createdAt, updatedAt, origin } = useCasePage().detail.case
  const url = origin?.url ? safeLink(origin.url) : null
  return (
    <Section look="panel" title="Origin and dates">
      <dl className={styles.list}>
        <Fact name="Opened">{dateText(createdAt)}</Fact>
        <Fact name="Changed">{dateText(updatedAt)}</Fact>
        {origin && (
          <Fact name="From">
            {origin.system}{' '}
            {url ? (
              <a href={url} target="_blank" rel="noopener noreferrer" title={url}>
                {origin.externalId}
              </a>
            ) : (
              origin.externalId
            )}
          </Fact>
        )}
      </dl>
    </Section>
  )
}
