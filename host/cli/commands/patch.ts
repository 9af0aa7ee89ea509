import { statSync } from 'node:fs'
import { z } from 'zod'
import { caseKey } from '../../../shared/contract/cases.ts'
import { patchStates } from '../../../shared/domain/vocabulary.ts'
import { type Act, command } from '../command.ts'
import { printList } from '../listing.ts'
import { diffText } from '../patches/diff-text.ts'
import { namedPatch, namedSeries, patchesOf } from '../patches/find.ts'
import { neutral } from '../text/neutral.ts'
import { count } from '../text/size.ts'
import { iso, relative } from '../text/when.ts'

const name = z.string().min(1)
const lines = (insertions: number, deletions: number) => `+${count(insertions)} -${count(deletions)}`

const list = command({
  usage: 'list <ref>',
  summary: 'The patches of a case, newest first.',
  examples: ['casebench patch list CB-1042', 'casebench patch list CB-1042 --json'],
  input: z.object({ ref: caseKey }),
  run: async (act, { ref }) => {
    const { patches } = await patchesOf(await act.client(), ref)
    const found = patches.map(({ id, title, branch, base, series, files, steps, createdAt }) => ({
      ...{ id, name: series.name, title, branch, base, state: steps.at(-1)?.state ?? 'draft' },
      files: files.length,
      insertions: files.reduce((sum, file) => sum + file.insertions, 0),
      deletions: files.reduce((sum, file) => sum + file.deletions, 0),
      createdAt: iso(createdAt),
    }))
    await printList(
      act,
      { patches: found },
      {
        columns: [
          { title: 'NAME', least: 16 },
          { title: 'STATE' },
          { title: 'BRANCH' },
          { title: 'LINES' },
          { title: 'MADE' },
        ],
        rows: found.map((one, at) => [
          neutral(one.name),
          one.state,
          neutral(one.branch),
          lines(one.insertions, one.deletions),
          relative(patches[at]?.createdAt ?? 0, act.now()),
        ]),
        none: `${ref} has no patch.`,
      },
    )
    return undefined
  },
})

const create = command({
  usage: 'create <ref>',
  summary: "Make a patch of what the case's workspace changes, and attach it.",
  detail:
    "A git format-patch series with sign-off and the case's reference. The working tree, the index and the branches stay as they are.",
  examples: [
    'casebench patch create CB-1042 --message "Close what was borrowed"',
    'casebench patch create CB-1042 --message "Close it" --base v10.1.34 --branch 10.1.x --json',
  ],
  configure: (cli) =>
    void cli
      .requiredOption('-m, --message <text>', 'what the patch does; the first line is its title')
      .option('--base <rev>', "what it is made against; the customer's state unless told", 'baseline')
      .option('--branch <name>', 'the branch it is for', ''),
  input: z.object({
    ref: caseKey,
    message: z.string().trim().min(1, 'must not be empty'),
    base: z.string().min(1),
    branch: z.string().max(300),
  }),
  run: async (act, { ref, ...making }) => {
    const client = await act.client()
    const { case: found } = await client.cases.get({ key: ref })
    const made = await client.patches.create({ caseId: found.id, ...making }, { signal: act.signal })
    const { insertions, deletions } = made
    const files = made.patch.files.map(({ path }) => path)
    await act.out.result({ attachment: made.patch.series.name, files, insertions, deletions }, () =>
      [
        `Attached ${neutral(made.patch.series.name)} (${lines(insertions, deletions)}).`,
        ...files.map((path) => `  ${neutral(path)}`),
      ].join('\n'),
    )
    return undefined
  },
})

/** A folder where there is one, else a revision; `./name` is always a folder. */
const placeOf = (act: Act, onto: string) => {
  const path = act.path(onto)
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  return isFolder || /[\\/]$|^\.{1,2}([\\/]|$)/.test(onto) ? { folder: path } : { revision: onto }
}

const check = command({
  usage: 'check <ref> <name>',
  summary: 'Try whether a patch applies to a folder or a revision, and change neither.',
  detail:
    'The merge is 3-way where the workspace knows what the patch was made from. The exit code is 0 also where it does not apply: read "applies".',
  examples: [
    'casebench patch check CB-1042 0001-close.patch --onto ../tomcat-9',
    'casebench patch check CB-1042 0001-close.patch --onto v9.0.98 --json',
  ],
  configure: (cli) => void cli.requiredOption('--onto <dir|rev>', 'a folder, or a revision of the workspace'),
  input: z.object({ ref: caseKey, name, onto: z.string().min(1) }),
  run: async (act, { ref, name: called, onto }) => {
    const client = await act.client()
    const series = await namedSeries(client, ref, called)
    const asked = { ...series, onto: placeOf(act, onto) }
    const { applies, conflicts, sentence } = await client.patches.check(asked, { signal: act.signal })
    await act.out.result({ applies, conflicts }, () =>
      [
        applies ? act.out.paint('green', sentence) : act.out.paint('red', `It does not apply. ${sentence}`),
        ...conflicts.map((path) => `  ${neutral(path)}`),
      ].join('\n'),
    )
    return undefined
  },
})

const show = command({
  usage: 'show <ref> <name>',
  summary: 'A patch with its states and what it changes.',
  examples: ['casebench patch show CB-1042 0001-close.patch'],
  input: z.object({ ref: caseKey, name }),
  run: async (act, { ref, name: called }) => {
    const client = await act.client()
    const patch = namedPatch((await patchesOf(client, ref)).patches, ref, called)
    const { commits } = await client.patches.read({ sha256: patch.series.sha256 })
    const steps = patch.steps.map((step) => ({ ...step, at: iso(step.at) }))
    await act.out.result({ ...patch, createdAt: iso(patch.createdAt), steps, commits }, () =>
      [
        act.out.paint('bold', neutral(patch.title)),
        ...patch.steps.map(({ state, at, url, note }) =>
          [`  ${state}`, iso(at).slice(0, 16).replace('T', ' '), neutral(url), neutral(note)]
            .filter(Boolean)
            .join('  '),
        ),
        '',
        ...commits.map(({ files }) => diffText(files, act.out.paint)),
      ].join('\n'),
    )
    return undefined
  },
})

const step = command({
  usage: 'step <ref> <name> <state>',
  summary: `Say that a patch reached a state: ${patchStates.join(', ')}.`,
  examples: ['casebench patch step CB-1042 0001-close.patch sent --url https://example.org/pull/7'],
  configure: (cli) =>
    void cli
      .option('--url <url>', 'where that can be seen', '')
      .option('--note <text>', 'a word about it', ''),
  input: z.object({
    ref: caseKey,
    name,
    state: z.enum(patchStates, { error: `must be one of ${patchStates.join(', ')}` }),
    url: z.string().max(2000),
    note: z.string().max(500),
  }),
  run: async (act, { ref, name: called, ...step }) => {
    const client = await act.client()
    const { id, title } = namedPatch((await patchesOf(client, ref)).patches, ref, called)
    await client.patches.step({ id, ...step })
    await act.out.result({ id, state: step.state }, () => `${neutral(title)}: ${step.state}.`)
    return undefined
  },
})

const apply = command({
  usage: 'apply <ref> <name>',
  summary: "Apply an attached patch to the working tree of the case's workspace.",
  detail:
    'Conflicts are left between markers in their files. The exit code is 0 also where there are some: read "conflicts".',
  examples: [
    'casebench patch apply CB-1042 vendor-fix.diff',
    'casebench patch apply CB-1042 fix.patch --json',
  ],
  input: z.object({ ref: caseKey, name }),
  run: async (act, { ref, name: called }) => {
    const client = await act.client()
    const done = await client.patches.apply(await namedSeries(client, ref, called), { signal: act.signal })
    await act.out.result(done, () =>
      [
        ...done.applied.map((path) => `${act.out.paint('green', 'applied')}   ${neutral(path)}`),
        ...done.conflicts.map((path) => `${act.out.paint('red', 'conflict')}  ${neutral(path)}`),
      ].join('\n'),
    )
    return undefined
  },
})

export const patch = {
  name: 'patch',
  summary: 'Make, try and follow patches of a case.',
  commands: [list, create, show, check, apply, step],
}
