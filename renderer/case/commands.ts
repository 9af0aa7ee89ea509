import type { RefObject } from 'react'
import { caseKinds, type Lane, severities } from '../../shared/domain/vocabulary.ts'
import { useBench } from '../app/bench.ts'
import type { Command } from '../app/commands/registry.ts'
import { useCommands } from '../app/commands/use-commands.ts'
import { severityNames } from '../ui/severity-mark.tsx'
import { useCaseActs } from './case-acts.ts'
import type { ComposerStore } from './composer/store.ts'
import { useCasePage } from './page.ts'
import { kindNames } from './words.ts'

export interface CaseCommandsOptions {
  active: boolean
  root: RefObject<HTMLElement | null>
  composer: ComposerStore
  pick: () => void
  onMerge: () => void
}

const section = 'Case'

/** Every act on the case in front, for the palette and the keyboard. */
export const useCaseCommands = ({ active, root, composer, pick, onMerge }: CaseCommandsOptions): void => {
  const { client } = useBench()
  const { detail, change } = useCasePage()
  const acts = useCaseActs()
  const { id, ref, status, severity, kind, trashedAt, mergedInto } = detail.case
  const press = (name: string) => () =>
    root.current
      ?.querySelector<HTMLElement>(`[data-act="${name}"] button, button[data-act="${name}"]`)
      ?.click()
  const write = (lane: Lane) => () => composer.focus(lane)

  const editing: Command[] = [
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
    ...severities.map(
      (level): Command => ({
        id: `case.severity.${level}`,
        title: `Set ${severityNames[level].toLowerCase()}`,
        section,
        enabled: () => severity !== level,
        run: async () =>
          void (await change(`${ref} has severity ${level}`, () =>
            client.cases.set({ ids: [id], set: { severity: level } }),
          )),
      }),
    ),
    ...caseKinds.map(
      (one): Command => ({
        id: `case.kind.${one}`,
        title: `Set kind ${kindNames[one].toLowerCase()}`,
        section,
        enabled: () => kind !== one,
        run: async () =>
          void (await change(`${ref} is of kind ${kindNames[one].toLowerCase()}`, () =>
            client.cases.set({ ids: [id], set: { kind: one } }),
          )),
      }),
    ),
  ]

  const writing: Command[] = [
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

  const whole: Command[] = [
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
      enabled: () => mergedInto === null && trashedAt === null,
      run: onMerge,
    },
    {
      id: 'case.trash',
      title: 'Move the case to the trash',
      section,
      shortcut: ['Shift+Delete'],
      keywords: 'delete remove',
      enabled: () => trashedAt === null,
      run: acts.trash,
    },
    {
      id: 'case.restore',
      title: 'Restore the case from the trash',
      section,
      enabled: () => trashedAt !== null,
      run: acts.restore,
    },
    {
      id: 'case.reopen',
      title: 'Open the case again',
      section,
      enabled: () => status === 'solved' || status === 'closed',
      run: acts.reopen,
    },
  ]
  useCommands([...editing, ...writing, ...whole], active)
}
