import { CircleCheck, CircleX } from 'lucide-react'
import { useState } from 'react'
import type { Patch } from '../../../shared/domain/entities.ts'
import { type HostClient, useBench } from '../../app/bench.ts'
import { Button } from '../../ui/button.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { cx } from '../../ui/cx.ts'
import { Input } from '../../ui/input.tsx'
import { Section } from '../../ui/section.tsx'
import { Select } from '../../ui/select.tsx'
import { sentence } from '../../ui/sentence.ts'
import styles from './patch.module.css'

type Checked = Awaited<ReturnType<HostClient['patches']['check']>>

const kinds = [
  { value: 'revision' as const, label: 'revision' },
  { value: 'folder' as const, label: 'folder' },
]

/** Tries a patch on another version or tree, and shows what it would make of each file. */
export const CheckPatch = ({ patch: { caseId, series } }: { patch: Patch }) => {
  const { client, desktop } = useBench()
  const [kind, setKind] = useState<'revision' | 'folder'>('revision')
  const [place, setPlace] = useState('HEAD')
  const [busy, setBusy] = useState(false)
  const [checked, setChecked] = useState<Checked | null>(null)
  const [error, setError] = useState<unknown>(null)
  const check = async () => {
    if (busy || place.trim() === '') return
    setBusy(true)
    setError(null)
    try {
      const onto = kind === 'folder' ? { folder: place.trim() } : { revision: place.trim() }
      setChecked(await client.patches.check({ caseId, sha256: series.sha256, onto }))
    } catch (failure) {
      setChecked(null)
      setError(failure)
    }
    setBusy(false)
  }
  return (
    <Section title="Does it apply?">
      <form
        className={styles.check}
        onSubmit={(event) => {
          event.preventDefault()
          void check()
        }}
      >
        <span>to the</span>
        {/* A window in a browser may not name folders of the machine. */}
        {desktop ? (
          <Select
            look="inline"
            label="Kind of place"
            value={kind}
            options={kinds}
            onChange={(value) => value && setKind(value)}
          />
        ) : (
          <span>revision</span>
        )}
        <Input
          aria-label={kind === 'folder' ? 'Path of the folder' : 'Branch, tag or commit'}
          placeholder={kind === 'folder' ? '/src/tomcat-9' : 'HEAD'}
          value={place}
          onChange={(event) => setPlace(event.target.value)}
        />
        <Button type="submit" disabled={busy}>
          {busy ? 'Trying…' : 'Check'}
        </Button>
      </form>
      <div role="status">
        {error !== null && <p className={styles.bad}>{sentence(error)}</p>}
        {checked && <Verdict checked={checked} />}
      </div>
    </Section>
  )
}

const Verdict = ({ checked: { applies, sentence: said, results } }: { checked: Checked }) => {
  const Icon = applies ? CircleCheck : CircleX
  return (
    <>
      <p className={cx(styles.verdict, applies ? styles.good : styles.bad)}>
        <Icon size={15} aria-hidden /> {said}
      </p>
      <ul className={styles.results}>
        {results.map(({ path, text, conflict }) => (
          <li key={path}>
            <details>
              <summary>
                <span className={conflict ? styles.bad : styles.good}>
                  {conflict ? 'conflict' : 'applies'}
                </span>
                <code>{path}</code>
              </summary>
              {text === null ? (
                <p className={styles.when}>It is not there afterwards, or it is no text of a size to show.</p>
              ) : (
                <CodeBlock text={excerptOf(text, conflict)} />
              )}
            </details>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Lines of a result that are shown; around the first conflict where there is one. */
const linesShown = 400

const excerptOf = (text: string, conflict: boolean): string => {
  const lines = text.split('\n')
  const first = conflict ? lines.findIndex((line) => line.startsWith('<<<<<<< ')) : 0
  const from = Math.max(0, first - 8)
  return lines.slice(from, from + linesShown).join('\n')
}
