import type { RefObject } from 'react'
import type { Case, CaseFields } from '../../shared/domain/entities.ts'
import { caseKinds, type Lane, severities } from '../../shared/domain/vocabulary.ts'
import type { Command } from '../app/bench.ts'
import { useBench } from '../app/bench.ts'
import { useCommands } from '../app/commands/use-commands.ts'
import { severityNames } from '../ui/severity-mark.tsx'
import { useCaseActs } from './case-acts.ts'
import type { ComposerStore } from './composer/store.ts'
import { useCasePage } from './page.ts'
import { kindNames } from './words.ts'

/** What opens in front of the page. */
export type CaseDialog = 'merge' | 'component' | 'link'

export interface CaseCommandsOptions {
  active: boolean
  root: RefObject<HTMLElement | null>
  composer: ComposerStore
  pick: () => void
  onDialog: (dialog: CaseDialog) => void
}

const section = 'Case'

interface Parts {
  found: Pick<Case, 'id' | 'ref' | 'status' | 'severity' | 'kind' | 'trashedAt' | 'mergedInto'>
  acts: ReturnType<typeof useCaseActs>
  onDialog: (dialog: CaseDialog) => void
}

/** What opens a fact of the header, or something to add to it. */
const editing = ({ acts, onDialog }: Parts, press: (name: string) => () => void): Command[] => [
  { id: 'case.title', title: 'Change the title', section, shortcut: ['e'], run: press('title') },
  { id: 'case.status', title: 'Change the status', section, shortcut: ['s'], run: press('status') },
  { id: 'case.owner', title: 'Assign the case', section, shortcut: ['a'], run: press('owner') },
  {
    id: 'case.mine',
    title: 'Assign the case to me',
    section,
    shortcut: ['Shift+a'],
    keywords: 'own take',
    run: acts.takeIt,
  },
  { id: 'case.customer', title: 'Change the customer', section, run: press('customer') },
  { id: 'case.due', title: 'Change the due date', section, shortcut: ['d'], run: press('due') },
  { id: 'case.tag', title: 'Add a tag', section, shortcut: ['t'], run: press('tag') },
  {
    id: 'case.component',
    title: 'Add a component to the stack',
    section,
    shortcut: ['p'],
    keywords: 'package product purl version',
    run: () => onDialog('component'),
  },
  {
    id: 'case.link',
    title: 'Link to another case',
    section,
    shortcut: ['l'],
    keywords: 'duplicate related',
    run: () => onDialog('link'),
  },
]

/** Severities and kinds, each in one stroke from the palette. */
const values = (
  found: Parts['found'],
  set: (said: string, fields: Partial<CaseFields>) => Promise<unknown>,
): Command[] => [
  ...severities.map(
    (level): Command => ({
      id: `case.severity.${level}`,
      title: `Set ${severityNames[level].toLowerCase()}`,
      section,
      enabled: () => found.severity !== level,
      run: async () => void (await set(`${found.ref} has severity ${level}`, { severity: level })),
    }),
  ),
  ...caseKinds.map(
    (one): Command => ({
      id: `case.kind.${one}`,
      title: `Set kind ${kindNames[one].toLowerCase()}`,
      section,
      enabled: () => found.kind !== one,
      run: async () =>
        void (await set(`${found.ref} is of kind ${kindNames[one].toLowerCase()}`, { kind: one })),
    }),
  ),
]

/** What puts something on the timeline. */
const writing = (write: (lane: Lane) => () => void, pick: () => void): Command[] => [
  {
    id: 'case.note',
    title: 'Write an internal note',
    section,
    shortcut: ['n'],
    run: write('internal'),
  },
  { id: 'case.reply', title: 'Write to the customer', section, shortcut: ['r'], run: write('customer') },
  { id: 'case.expert', title: 'Write to the expert', section, shortcut: ['x'], run: write('expert') },
  {
    id: 'case.attach',
    title: 'Attach files',
    section,
    shortcut: ['u'],
    keywords: 'upload evidence',
    run: pick,
  },
]

/** Acts on the case as a whole. */
const whole = ({ found, acts, onDialog }: Parts): Command[] => [
  {
    id: 'case.copy-ref',
    title: 'Copy the reference',
    section,
    shortcut: ['y'],
    keywords: 'clipboard yank',
    run: acts.copyRef,
  },
  { id: 'case.export', title: 'Export the case', section, shortcut: ['Shift+e'], run: acts.exportCase },
  {
    id: 'case.merge',
    title: 'Merge into another case',
    section,
    shortcut: ['Shift+m'],
    keywords: 'duplicate join',
    enabled: () => found.mergedInto === null && found.trashedAt === null,
    run: () => onDialog('merge'),
  },
  {
    id: 'case.trash',
    title: 'Move the case to the trash',
    section,
    shortcut: ['Shift+Delete'],
    keywords: 'delete remove',
    enabled: () => found.trashedAt === null,
    run: acts.trash,
  },
  {
    id: 'case.restore',
    title: 'Restore the case from the trash',
    section,
    enabled: () => found.trashedAt !== null,
    run: acts.restore,
  },
  {
    id: 'case.reopen',
    title: 'Open the case again',
    section,
    enabled: () => found.status === 'solved' || found.status === 'closed',
    run: acts.reopen,
  },
]

/** Every act on the case in front, for the palette and the keyboard. */
export const useCaseCommands = ({ active, root, composer, pick, onDialog }: CaseCommandsOptions): void => {
  const { client } = useBench()
  const { detail, change } = useCasePage()
  const found = detail.case
  const parts = { found, acts: useCaseActs(), onDialog }
  const press = (name: string) => () =>
    root.current
      ?.querySelector<HTMLElement>(`[data-act="${name}"] button, button[data-act="${name}"]`)
      ?.click()
  const write = (lane: Lane) => () => composer.focus(lane)
  const set = (said: string, fields: Partial<CaseFields>) =>
    change(said, () => client.cases.set({ ids: [found.id], set: fields }))
  useCommands(
    [...editing(parts, press), ...values(found, set), ...writing(write, pick), ...whole(parts)],
    active,
  )
}
