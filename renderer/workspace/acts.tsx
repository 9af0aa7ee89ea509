import type { RefusedEntry } from '../../shared/contract/workspaces.ts'
import type { Attachment } from '../../shared/domain/entities.ts'
import type { Bench } from '../app/bench.ts'
import { bytesText } from '../app/save-bytes.ts'
import { isCancelled } from '../ui/sentence.ts'
import styles from './workspace.module.css'

export interface OfCase {
  id: string
  ref: string
}

/** The case of a reference; a toast says so where there is none in front. */
export const needCase = async ({ client, toast }: Bench, ref: string | null): Promise<OfCase | null> => {
  if (ref === null) {
    toast('Open a case first: a workspace belongs to one.')
    return null
  }
  return (await client.cases.get({ key: ref })).case
}

/** Opens the workspace of a case, made if need be, and shows it. */
export const openWorkspace = async ({ client, commands }: Bench, { id }: OfCase): Promise<void> => {
  await client.workspaces.open({ caseId: id })
  commands.run('panel.workspace')
}

/** Opens the workspace of a case in a folder that a person chooses, where the window may name one. */
export const openWorkspaceIn = async (
  { client, commands, desktop }: Bench,
  { id, ref }: OfCase,
): Promise<void> => {
  const picked = await desktop?.pickFolder({ title: `Keep the workspace of ${ref} in a folder` })
  if (!picked?.path) return
  await client.workspaces.open({ caseId: id, path: picked.path })
  commands.run('panel.workspace')
}

type Unpack = Bench['client']['workspaces']['unpack']
type Step = Unpack extends (...args: never[]) => AsyncIterable<infer S> ? S : never
type Question = Extract<Step, { type: 'question' }>['question']
type Done = Extract<Step, { type: 'done' }>

const refusedShown = 100

/** Unpacks attachments of a case into its workspace, asking before it takes more than its limits. */
export const unpackInto = async (
  bench: Bench,
  found: OfCase,
  files: readonly Pick<Attachment, 'name' | 'sha256'>[] = [],
): Promise<void> => {
  const { client, acts, confirm, commands } = bench
  const named = files.map(({ name, sha256 }) => ({ name, sha256 }))
  const allow: Question['reason'][] = []
  await client.workspaces.open({ caseId: found.id })
  for (;;) {
    const last = await acts
      .run(`Unpacking into the workspace of ${found.ref}`, async ({ signal, progress }) => {
        const input = { caseId: found.id, files: named, allow: [...allow] }
        let last: Exclude<Step, { type: 'progress' }> | null = null
        // To its very end: until then the host cleans up, and another unpacking would have to wait.
        for await (const step of client.workspaces.unpack(input, { signal })) {
          if (step.type !== 'progress') last = step
          else {
            const share = step.of > 0 ? Math.min(1, step.bytes / step.of) : null
            progress(share, `${step.files.toLocaleString('en')} files, ${bytesText(step.bytes)}`)
          }
        }
        return last
      })
      .catch((error: unknown) => {
        if (!isCancelled(error)) throw error
        bench.toast('Unpacking was cancelled. The workspace is as it was.')
        return null
      })
    if (!last) return
    if (last.type === 'done') return report(bench, found, last)
    const goOn = await confirm({
      title: 'Unpack more than usual?',
      text: last.question.sentence,
      act: 'Unpack it',
    })
    if (!goOn) return bench.toast('Nothing was unpacked.')
    allow.push(last.question.reason)
    commands.run('panel.workspace')
  }
}

const report = async ({ confirm, commands, toast }: Bench, { ref }: OfCase, done: Done): Promise<void> => {
  const count = `${done.files.toLocaleString('en')} ${done.files === 1 ? 'file' : 'files'}`
  const refused = done.refused.length + done.refusedMore
  commands.run('panel.workspace')
  if (refused === 0)
    return toast({ tone: 'ok', text: `${count} of ${ref} unpacked (${bytesText(done.bytes)})` })
  await confirm({
    title: `${count} unpacked, ${refused.toLocaleString('en')} refused`,
    text: <Refused entries={done.refused} more={done.refusedMore} />,
    act: 'Show the workspace',
  })
}

const Refused = ({ entries, more }: { entries: readonly RefusedEntry[]; more: number }) => {
  const hidden = more + Math.max(0, entries.length - refusedShown)
  return (
    <>
      <span>These were left out; nothing of them was written.</span>
      <ul className={styles.refused}>
        {entries.slice(0, refusedShown).map(({ entry, reason }) => (
          <li key={`${entry} ${reason}`}>
            <code>{entry}</code> {reason}
          </li>
        ))}
      </ul>
      {hidden > 0 && <span>And {hidden.toLocaleString('en')} more.</span>}
    </>
  )
}
