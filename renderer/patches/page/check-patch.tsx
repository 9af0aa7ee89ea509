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
import { FolderHint } from './folder-hint.tsx'
import styles from './patch.module.css'

type Checked = Awaited<ReturnType<HostClient['patches']['check']>>

type Onto = Parameters<HostClient['patches']['check']>[0]['onto']

type Kind = 'revision' | 'workspace' | 'folder'

/** The kinds of place a patch can be tried on. */
const places: Record<
  Kind,
  { label: string; field: string; placeholder: string; onto: (name: string) => Onto }
> = {
  revision: {
    label: 'revision',
    field: 'Branch, tag or commit',
    placeholder: 'HEAD',
    onto: (revision) => ({ revision }),
  },
  workspace: {
    label: 'workspace of case',
    field: 'Reference of the case',
    placeholder: 'CB-1042',
    onto: (workspaceOf) => ({ workspaceOf }),
  },
  folder: {
    label: 'folder',
    field: 'Path of the folder',
    placeholder: '/src/tomcat-9',
    onto: (folder) => ({ folder }),
  },
}

export interface CheckPatchProps {
  patch: Patch
  /** The reference of its case, once it is known. */
  caseRef: string | undefined
}

/** Tries a patch on another version or tree, and shows what it would make of each file. */
export const CheckPatch = ({ patch, caseRef }: CheckPatchProps) => {
  const { caseId, series } = patch
  const { client, desktop, toast } = useBench()
  const [kind, setKind] = useState<Kind>('revision')
  const [names, setNames] = useState<Record<Kind, string>>({ revision: 'HEAD', workspace: '', folder: '' })
  const [busy, setBusy] = useState(false)
  const [checked, setChecked] = useState<Checked | null>(null)
  const [error, setError] = useState<unknown>(null)
  const { field, placeholder, onto } = places[kind]
  const name = names[kind]
  const setName = (next: string) => setNames({ ...names, [kind]: next })
  const check = async () => {
    if (busy || name.trim() === '') return
    setBusy(true)
    setError(null)
    try {
      setChecked(await client.patches.check({ caseId, sha256: series.sha256, onto: onto(name.trim()) }))
    } catch (failure) {
      setChecked(null)
      setError(failure)
    }
    setBusy(false)
  }
  const pick = async () => {
    try {
      const picked = await desktop?.pickFolder({ title: 'Try the patch on a folder' })
      if (picked?.path) setName(picked.path)
    } catch (failure) {
      toast({ tone: 'danger', text: sentence(failure) })
    }
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
        <Select
          look="inline"
          label="Kind of place"
          value={kind}
          options={kindsIn(desktop !== null)}
          onChange={(chosen) => {
            setKind(chosen)
            setChecked(null)
            setError(null)
          }}
        />
        <Input
          aria-label={field}
          placeholder={placeholder}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        {kind === 'folder' && <Button onClick={() => void pick()}>Choose…</Button>}
        <Button type="submit" disabled={busy}>
          {busy ? 'Trying…' : 'Check'}
        </Button>
      </form>
      {desktop === null && caseRef !== undefined && <FolderHint patch={patch} caseRef={caseRef} />}
      <div role="status">
        {error !== null && <p className={styles.bad}>{sentence(error)}</p>}
        {checked && <Verdict checked={checked} />}
      </div>
    </Section>
  )
}

/** A window in a browser may not name folders of the machine. */
const kindsIn = (mayNamePaths: boolean) =>
  (['revision', 'workspace', 'folder'] as const)
    .filter((kind) => mayNamePaths || kind !== 'folder')
    .map((value) => ({ value, label: places[value].label }))

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
