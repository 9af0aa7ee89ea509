import { useEffect, useState } from 'react'
import { useBench } from '../app/bench.ts'
import { RecordingList } from '../recordings/recording-list.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Field } from '../ui/field.tsx'
import { Section } from '../ui/section.tsx'
import { Select } from '../ui/select.tsx'
import { sentence } from '../ui/sentence.ts'
import { optionsKey, readOptions, type TerminalOptions } from './options.ts'
import styles from './settings.module.css'

const sizes = [11, 12, 13, 14, 15, 16, 18, 20]

const TerminalSettings = () => {
  const { client, toast } = useBench()
  const [options, setOptions] = useState<TerminalOptions | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    client.local.get({ key: optionsKey }, stop).then(
      ({ value }) => setOptions(readOptions(value)),
      () => stop.signal.aborted || setOptions(readOptions(null)),
    )
    return () => stop.abort()
  }, [client])
  if (!options) return null
  const set = (part: Partial<TerminalOptions>) => {
    const next = { ...options, ...part }
    setOptions(next)
    client.local
      .put({ key: optionsKey, value: next })
      .catch((error: unknown) => toast({ tone: 'danger', text: sentence(error) }))
  }
  return (
    <div className={styles.page}>
      <Field label="Size of the text">
        {({ id }) => (
          <Select
            id={id}
            value={String(options.fontSize)}
            options={sizes.map((size) => ({ value: String(size), label: `${size} px` }))}
            onChange={(size) => set({ fontSize: Number(size) })}
          />
        )}
      </Field>
      <Checkbox
        label="Record every terminal from its start"
        checked={options.record}
        onChange={(record) => set({ record })}
      />
      <Checkbox
        label="Read terminals out to a screen reader"
        checked={options.screenReader}
        onChange={(screenReader) => set({ screenReader })}
      />
      <p className={styles.hint}>
        Terminals that are open take the new settings when the window is loaded again. Recordings stay in the
        data folder of this bench and hold all that a terminal shows.
      </p>
      <div className={styles.recordings}>
        <Section title="Recordings on this bench">
          <RecordingList />
        </Section>
      </div>
    </div>
  )
}

export default TerminalSettings
