import { Columns3 } from 'lucide-react'
import { useBench } from '../app/bench.ts'
import type { TabViewProps } from '../app/feature.ts'
import { useCall } from '../client/use-call.ts'
import { useCaseOf } from '../editor/use-file.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import type { OfCase } from '../workspace/acts.tsx'
import styles from './compare.module.css'
import { Differences } from './differences.tsx'
import { SideField } from './side-field.tsx'
import { askedOf, readSides, type Sides, sideNames } from './sides.ts'

/** Up to three environments of a case side by side: the customer's now, the customer's when it was healthy, and ours. */
const CompareTab = ({ tabKey, kept, keep }: TabViewProps) => {
  const { value, state, error, retry } = useCaseOf(tabKey)
  if (value) return <OfFound found={value.case} sides={readSides(kept)} onSides={keep} />
  if (state !== 'failed') return <Skeleton lines={12} label="Reading the case" />
  return (
    <ErrorState title="The environments cannot be compared" error={error}>
      <Button onClick={retry}>Try again</Button>
    </ErrorState>
  )
}

interface OfFoundProps {
  found: OfCase
  sides: Sides
  onSides: (sides: Sides) => void
}

const OfFound = ({ found, sides, onSides }: OfFoundProps) => (
  <section className={styles.page} aria-label={`Environments of ${found.ref} compared`}>
    <header className={styles.sides}>
      {sideNames.map((name) => (
        <SideField
          key={name}
          found={found}
          name={name}
          side={sides[name]}
          onChange={(side) => onSides({ ...sides, [name]: side })}
        />
      ))}
    </header>
    <Compared found={found} sides={sides} />
  </section>
)

const Compared = ({ found, sides }: { found: OfCase; sides: Sides }) => {
  const { client } = useBench()
  const asked = askedOf(found.id, sides)
  const { value, state, error, retry } = useCall(
    async (signal) => asked && (await client.compare.environments(asked, { signal })),
    [client, JSON.stringify(asked)],
    { keep: true },
  )
  if (!asked)
    return (
      <EmptyState
        icon={Columns3}
        title="Choose two or three environments"
        text="Unpack what the customer sent into the workspace, and choose its folder as the customer's now. The others are compared with it: what changed since it was healthy comes first; hosts, times and paths come last."
      />
    )
  if (state === 'failed')
    return (
      <ErrorState title="The environments cannot be compared" error={error}>
        <Button onClick={retry}>Try again</Button>
      </ErrorState>
    )
  if (!value) return <Skeleton lines={12} label="Comparing the environments" />
  if (value.total === 0)
    return (
      <EmptyState
        icon={Columns3}
        title="There is no difference"
        text={['Versions, settings and files are the same.', ...value.notes].join(' ')}
      >
        <Button onClick={retry}>Compare again</Button>
      </EmptyState>
    )
  return <Differences found={found} sides={sides} compared={value} onAgain={retry} />
}

export default CompareTab
