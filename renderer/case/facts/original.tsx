import { Section } from '../../ui/section.tsx'
import { useCasePage } from '../page.ts'
import styles from './facts.module.css'

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value, null, 1) ?? '')

/** What an import brought and had no place for. */
export const Original = () => {
  const entries = Object.entries(useCasePage().detail.case.original)
  if (entries.length === 0) return null
  return (
    <Section look="panel" title="Original fields" count={entries.length}>
      <details className={styles.original}>
        <summary>Show what the import could not map</summary>
        <table>
          <tbody>
            {entries.map(([name, value]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{asText(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </Section>
  )
}
