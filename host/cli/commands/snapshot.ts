import { z } from 'zod'
import { caseKey } from '../../../shared/contract/cases.ts'
import { type Snapshot, snapshotName } from '../../../shared/contract/snapshots.ts'
import { type Act, command } from '../command.ts'
import { neutral } from '../text/neutral.ts'
import { size } from '../text/size.ts'
import { UsageError } from '../usage-error.ts'

const acts = ['save', 'list', 'restore', 'branch', 'remove'] as const

const line = ({ name, bytes, spareBytes, createdAt, from, current }: Snapshot): string =>
  [
    `${current ? '* ' : '  '}${neutral(name)}`,
    size(bytes),
    new Date(createdAt).toISOString().slice(0, 16).replace('T', ' '),
    from === null ? '' : `from ${neutral(from)}`,
    spareBytes === 0 ? '' : `and ${size(spareBytes)} more, ready for a quick restore`,
  ]
    .filter(Boolean)
    .join('  ')

const list = async (act: Act, caseId: string): Promise<undefined> => {
  const client = await act.client()
  for await (const { snapshots } of client.snapshots.watch({ caseId }, { signal: act.signal })) {
    await act.out.result({ snapshots }, () =>
      snapshots.length === 0
        ? 'There is no snapshot of this environment. "casebench env snapshot save REF NAME" makes one.'
        : snapshots.map(line).join('\n'),
    )
    return undefined
  }
  return undefined
}

const change = async (
  act: Act,
  {
    caseId,
    what,
    name,
    to,
  }: {
    caseId: string
    what: 'save' | 'restore' | 'branch' | 'remove'
    name: string
    to?: string | undefined
  },
): Promise<undefined> => {
  const { snapshots } = await act.client()
  const how = { signal: act.signal }
  if (what === 'remove') {
    const removed = await snapshots.remove({ caseId, name }, how)
    await act.out.result(removed, () => `Removed. ${size(removed.bytesFreed)} are free again.`)
    return undefined
  }
  if (what === 'branch') {
    if (to === undefined) throw new UsageError('Say how the branch shall be called: --to NAME.')
    const { snapshot } = await snapshots.branch({ caseId, name, to }, how)
    await act.out.result(snapshot, () => `Made ${neutral(to)} of ${neutral(name)}.`)
    return undefined
  }
  const { snapshot, durationMs, notes } = await (what === 'save' ? snapshots.save : snapshots.restore)(
    { caseId, name },
    how,
  )
  await act.out.result({ ...snapshot, durationMs, notes }, () =>
    [
      `${what === 'save' ? 'Saved' : 'Restored'} ${neutral(name)} (${size(snapshot.bytes)}) in ${(durationMs / 1000).toFixed(1)} s.`,
      ...notes.map((note) => neutral(note)),
    ].join('\n'),
  )
  return undefined
}

/** The part of `env` that names the state of an environment. */
export const snapshot = command({
  usage: 'snapshot <act> <ref> [name]',
  summary: 'Name the state of an environment, its volumes and its folder, and go back to it.',
  detail: `Acts: ${acts.join(', ')}. Services that run are stopped meanwhile and started again. Saving after a restore branches off from it. Where the disk has room, a host that keeps running makes a second copy of the snapshot that was used last, so that the next restore takes no copying; the list says what it takes. "env up --fresh" starts from a snapshot named "prepared" where there is one.`,
  examples: [
    'casebench env snapshot save CB-1042 prepared',
    'casebench env snapshot list CB-1042 --json',
    'casebench env snapshot restore CB-1042 prepared',
    'casebench env snapshot branch CB-1042 prepared --to with-fix',
  ],
  configure: (cli) => void cli.option('--to <name>', 'what the branch is called'),
  input: z.object({
    act: z.enum(acts, `must be ${acts.join(', ')}`),
    ref: caseKey,
    name: snapshotName.optional(),
    to: snapshotName.optional(),
  }),
  run: async (act, { act: what, ref, name, to }) => {
    const client = await act.client()
    const { case: found } = await client.cases.get({ key: ref })
    if (what === 'list') return list(act, found.id)
    if (name === undefined)
      throw new UsageError(`Name the snapshot: casebench env snapshot ${what} ${ref} NAME.`)
    return change(act, { caseId: found.id, what, name, to })
  },
})
