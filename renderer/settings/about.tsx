import { useBench } from '../app/bench.ts'
import { useCall } from '../client/use-call.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import styles from './settings.module.css'

const About = () => {
  const { client } = useBench()
  const about = useCall((signal) => client.bench.about({}, { signal }), [client])
  if (about.state === 'failed')
    return (
      <ErrorState title="The bench says nothing about itself" error={about.error}>
        <Button look="primary" onClick={about.retry}>
          Try again
        </Button>
      </ErrorState>
    )
  if (!about.value) return <Skeleton lines={4} />
  const { version, dataDir, platform, cases } = about.value
  const facts: [string, string][] = [
    ['Version', version],
    ['Data folder', dataDir],
    ['Platform', platform],
    ['Cases', cases.toLocaleString('en')],
  ]
  return (
    <>
      <p className={styles.text}>
        Everything is kept in the data folder of this machine. Casebench needs no account and no network, and
        sends nothing anywhere.
      </p>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.acts} style={{ marginTop: 24 }}>
        <CopyButton label="Copy" text={() => facts.map(([name, value]) => `${name}: ${value}`).join('\n')} />
      </div>
    </>
  )
}

export default About
