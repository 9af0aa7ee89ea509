import type { Bisection, SettingDifference } from '../../shared/domain/stack/bisection.ts'
import { verdictNames, verdictTones } from '../runs/words.ts'
import { Badge } from '../ui/badge.tsx'
import { safeLink } from '../ui/safe-url.ts'
import styles from './bisections.module.css'

/** What a bisection found: the neighbours with their verdicts and links to what changed, or the settings. */
export const Finding = ({ bisection }: { bisection: Bisection }) => {
  const { result, plan } = bisection
  const links = plan.mode === 'versions' ? plan.links : []
  return (
    <>
      <Neighbours bisection={bisection} />
      {result && result.minimal.length > 0 && <Settings settings={result.minimal} />}
      {links.length > 0 && (
        <p className={styles.links}>
          {links.map(({ title, url }) => (
            <a key={url} href={safeLink(url) ?? undefined} target="_blank" rel="noreferrer">
              {title}
            </a>
          ))}
        </p>
      )}
    </>
  )
}

const Neighbours = ({ bisection: { result, steps } }: { bisection: Bisection }) => {
  const near = [result?.before, result?.found].flatMap(
    (version) => steps.find(({ subject }) => subject === version) ?? [],
  )
  if (near.length === 0) return null
  return (
    <div className={styles.neighbours}>
      {near.map(({ number, subject, verdict }) => (
        <div key={number}>
          <code>{subject}</code>
          <Badge tone={verdictTones[verdict]}>{verdictNames[verdict]}</Badge>
        </div>
      ))}
    </div>
  )
}

const Settings = ({ settings }: { settings: readonly SettingDifference[] }) => (
  <ul className={styles.minimal} aria-label="What makes the difference">
    {settings.map(({ file, key, from, to }) => (
      <li key={`${file} ${key}`}>
        <p className={styles.where}>
          <code>{key}</code> in {file}
        </p>
        <dl className={styles.sides}>
          <Side name="Works with" value={from} />
          <Side name="Fails with" value={to} />
        </dl>
      </li>
    ))}
  </ul>
)

const Side = ({ name, value }: { name: string; value: string | null }) => (
  <div>
    <dt>{name}</dt>
    <dd data-none={value === null}>{value ?? 'nothing of the kind'}</dd>
  </div>
)
