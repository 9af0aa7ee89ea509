import styles from './imports.module.css'

const supported: readonly (readonly [string, string])[] = [
  ['GitHub issues', 'JSON or NDJSON of the REST API, with comments where they are in it'],
  ['Jira', 'JSON of a REST search, or the CSV export'],
  ['Zendesk', 'JSON or NDJSON of tickets, or of an incremental export'],
  ['Bugzilla', 'JSON of the REST API'],
  ['CSV', 'any table; you see and set which column is what before anything is imported'],
  ['Mail', '.eml and .mbox; answers join their conversation'],
  ['Casebench', 'case.json of an exported case, with its files beside it'],
]

/** What can be imported, for a page with nothing chosen yet. */
export const Supported = () => (
  <section className={styles.report} aria-labelledby="import-supported">
    <h2 id="import-supported">What can be imported</h2>
    <dl className={styles.supported}>
      {supported.map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
    <p className={styles.note}>
      The format is told by the content. Importing a file again updates what changed and doubles nothing.
    </p>
  </section>
)
