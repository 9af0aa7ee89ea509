import { useState } from 'react'
import {
  leastLimit,
  type NetworkChoice,
  type NetworkKind,
  type TransferRules,
  type TransferSettings,
} from '../../shared/contract/transfers.ts'
import { useBench } from '../app/bench.ts'
import { useLive } from '../client/use-live.ts'
import { Button } from '../ui/button.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import { sentence } from '../ui/sentence.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { type FigureRule, figureText, readFigure } from './figures.ts'
import styles from './transfers.module.css'

const kilobyte = 1000
const megabyte = 1_000_000

const pace: FigureRule = { unit: kilobyte, least: leastLimit / kilobyte, most: 10_000_000, mayBeEmpty: true }
const size: FigureRule = { unit: megabyte, least: 0, most: 1_000_000, mayBeEmpty: false }

const networks: readonly { value: NetworkChoice; label: string }[] = [
  { value: 'any', label: 'Any network' },
  { value: 'unmetered', label: 'Not on metered networks' },
  { value: 'asked', label: 'Only when I say so' },
]

const networkWords: Record<NetworkKind, string> = {
  metered: 'This computer is on a metered network now.',
  unmetered: 'This computer is on a network that is not metered now.',
  unknown: 'The system does not tell whether its network is metered; it counts as one that is not.',
}

/** How files go: how fast, how large without asking, and over which networks. */
export const TransferRulesForm = () => {
  const { client } = useBench()
  const { value, state, error, retry } = useLive(
    (signal) => client.transfers.watchRules({}, { signal }),
    [client],
  )
  if (value) return <Rules rules={value} />
  if (state !== 'failed') return <Skeleton lines={6} />
  return (
    <ErrorState title="The settings of transfers cannot be read" error={error}>
      <Button onClick={retry}>Try again</Button>
    </ErrorState>
  )
}

const Rules = ({ rules: { settings, network } }: { rules: TransferRules }) => {
  const { client, toast } = useBench()
  const set = (part: Partial<TransferSettings>) =>
    void client.transfers
      .setRules(part)
      .catch((error: unknown) => toast({ tone: 'danger', text: sentence(error) }))
  const figure = { settings, set }
  return (
    <section className={styles.rules} aria-labelledby="transfer-rules">
      <h3 id="transfer-rules">Files</h3>
      <div className={styles.pair}>
        <FigureField {...figure} name="uploadLimit" label="Upload at most (KB/s)" rule={pace} />
        <FigureField {...figure} name="downloadLimit" label="Download at most (KB/s)" rule={pace} />
      </div>
      <FigureField
        {...figure}
        name="fetchUpTo"
        label="Fetch files of my cases by themselves up to (MB)"
        hint="Larger ones are fetched when you open them or ask for them."
        rule={size}
      />
      <FigureField
        {...figure}
        name="askAbove"
        label="Ask before files larger than (MB)"
        hint="They wait for your yes, to be sent and to be fetched."
        rule={size}
      />
      <Field label="Only on these networks" hint={networkWords[network]}>
        {({ 'aria-invalid': _, ...ids }) => (
          <Select
            {...ids}
            value={settings.networks}
            options={networks}
            onChange={(choice) => set({ networks: choice })}
          />
        )}
      </Field>
    </section>
  )
}

type FigureName = 'uploadLimit' | 'downloadLimit' | 'fetchUpTo' | 'askAbove'

interface FigureFieldProps {
  settings: TransferSettings
  set: (part: Partial<TransferSettings>) => void
  name: FigureName
  label: string
  hint?: string
  rule: FigureRule
}

/** Takes effect when the field is left or Enter is pressed; what cannot be read stays in the field and says why. */
const FigureField = ({ settings, set, name, label, hint, rule }: FigureFieldProps) => {
  const kept = figureText(settings[name], rule.unit)
  const [typed, setTyped] = useState<string | null>(null)
  const figure = readFigure(typed ?? kept, rule)
  const keep = () => {
    if (typed === null || !figure.ok) return
    setTyped(null)
    if (figure.value !== settings[name]) set({ [name]: figure.value })
  }
  return (
    <Field label={label} hint={hint} error={typed === null || figure.ok ? undefined : figure.reason}>
      {(ids) => (
        <Input
          {...ids}
          inputMode="numeric"
          value={typed ?? kept}
          placeholder={rule.mayBeEmpty ? 'No limit' : undefined}
          maxLength={20}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={keep}
          onKeyDown={(event) => event.key === 'Enter' && keep()}
        />
      )}
    </Field>
  )
}
