import { PackageOpen } from 'lucide-react'
import { useEffect } from 'react'
import type { CardSource } from '../../shared/contract/cards.ts'
import { useBench } from '../app/bench.ts'
import type { TabViewProps } from '../app/feature.ts'
import { useCall } from '../client/use-call.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { chooseCard } from './acts.ts'
import { CardPage } from './card-page.tsx'
import { parseCardKey } from './source.ts'

/** A repro card: what it holds and what it would do, before any of it is run. */
const CardTab = ({ tabKey, setTitle }: TabViewProps) => {
  const bench = useBench()
  const source = parseCardKey(tabKey)
  if (source) return <Opened key={tabKey} source={source} setTitle={setTitle} />
  return (
    <EmptyState icon={PackageOpen} title="No card is here" text="The address names no repro card.">
      <Button look="primary" onClick={() => void chooseCard(bench)}>
        Open a repro card
      </Button>
    </EmptyState>
  )
}

const Opened = ({ source, setTitle }: { source: CardSource; setTitle: (title: string) => void }) => {
  const bench = useBench()
  const { client } = bench
  const { value, state, error, retry } = useCall(
    (signal) => client.cards.open(source, { signal }),
    [client, JSON.stringify(source)],
  )
  const ref = value?.card.ref
  useEffect(() => {
    if (ref !== undefined) setTitle(`Card of ${ref}`)
  }, [ref, setTitle])
  if (value) return <CardPage opened={value} source={source} />
  if (state !== 'failed') return <Skeleton lines={12} label="Checking every part of the card" />
  return (
    <ErrorState title="The card cannot be opened" error={error}>
      <Button look="primary" onClick={() => void chooseCard(bench)}>
        Open a repro card
      </Button>
      <Button onClick={retry}>Try again</Button>
    </ErrorState>
  )
}

export default CardTab
