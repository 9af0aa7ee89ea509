import type { CaseRow } from '../../../shared/contract/cases.ts'
import type { Command } from '../../app/bench.ts'
import { useCommands } from '../../app/commands/use-commands.ts'
import type { Queue } from '../spec/use-spec.ts'
import { groupNames, groups, sortedBy, sortNames, sorts } from './arrange.tsx'
import type { BulkMenu } from './bulk-bar.tsx'
import type { QueueMenu } from './queue-head.tsx'
import type { Bulk } from './use-bulk.ts'
import type { CaseActs } from './use-case-acts.ts'
import type { Choice } from './use-choice.ts'

export interface QueueParts {
  inFront: boolean
  queue: Queue
  /** The active case, now. */
  row: () => CaseRow | undefined
  choice: Choice
  bulk: Bulk
  acts: CaseActs
  setMenu: (menu: QueueMenu) => void
  /** Opens a menu of the bar on the selected cases, or on the active one. */
  startBulk: (menu: BulkMenu) => void
  focusSearch: () => void
}

const section = 'Queue'

/** Acts on the list: what it shows, and in which order. */
const listCommands = ({ queue: { spec, change }, setMenu, focusSearch }: QueueParts): Command[] => [
  { id: 'queue.search', title: 'Search cases', section, shortcut: ['/', 'Mod+f'], run: focusSearch },
  { id: 'queue.filter', title: 'Filter the cases', section, shortcut: ['f'], run: () => setMenu('filter') },
  {
    id: 'queue.help',
    title: 'How to search',
    section,
    keywords: 'help syntax language',
    run: () => setMenu('help'),
  },
  { id: 'queue.sort', title: 'Sort the cases', section, shortcut: ['Shift+s'], run: () => setMenu('sort') },
  {
    id: 'queue.group',
    title: 'Group the cases',
    section,
    shortcut: ['Shift+g'],
    run: () => setMenu('group'),
  },
  { id: 'queue.columns', title: 'Choose the columns', section, run: () => setMenu('columns') },
  {
    id: 'queue.save-view',
    title: 'Save this search as a view',
    section,
    shortcut: ['Mod+s'],
    keywords: 'bookmark keep',
    run: () => setMenu('save'),
  },
  ...sorts.map(
    (sort): Command => ({
      id: `queue.sort.${sort}`,
      title: `Sort by ${sortNames[sort].toLowerCase()}`,
      section,
      run: () => change(sortedBy(spec, sort), { replace: true }),
    }),
  ),
  ...groups.map(
    (group): Command => ({
      id: `queue.group.${group}`,
      title: group === 'none' ? 'Show no groups' : `Group by ${groupNames[group].toLowerCase()}`,
      section,
      run: () => change({ group }, { replace: true }),
    }),
  ),
  {
    id: 'queue.reverse',
    title: 'Reverse the order',
    section,
    enabled: () => spec.sort !== 'best',
    run: () => change({ descending: !spec.descending }, { replace: true }),
  },
]

/** Acts on the active case, and the selection itself. */
const caseCommands = ({ row, acts, choice: { selection, active } }: QueueParts): Command[] => {
  const withRow = (act: (one: CaseRow) => void) => {
    const one = row()
    if (one) act(one)
  }
  return [
    {
      id: 'queue.open-behind',
      title: 'Open the case in the background',
      section,
      shortcut: ['o'],
      enabled: () => row() !== undefined,
      run: () => withRow((one) => acts.open(one, { beside: true })),
    },
    {
      id: 'queue.copy-ref',
      title: 'Copy the reference',
      section,
      shortcut: ['y'],
      enabled: () => row() !== undefined,
      run: () => withRow(acts.copyRef),
    },
    {
      id: 'queue.select',
      title: 'Select the case, or not',
      section,
      shortcut: ['x'],
      enabled: () => row() !== undefined,
      run: () => selection.onSelect({ kind: 'toggle', index: active }),
    },
    {
      id: 'queue.select-all',
      title: 'Select all cases of this search',
      section,
      shortcut: ['Mod+a'],
      run: () => selection.onSelect({ kind: 'all' }),
    },
  ]
}

/** Acts on the selected cases, or on the active one. */
const bulkCommands = ({ row, choice, bulk, startBulk }: QueueParts): Command[] => {
  const any = () => choice.selection.keys.size > 0 || row() !== undefined
  return [
    {
      id: 'queue.status',
      title: 'Set the status',
      section,
      shortcut: ['s'],
      enabled: any,
      run: () => startBulk('status'),
    },
    {
      id: 'queue.severity',
      title: 'Set the severity',
      section,
      shortcut: ['v'],
      enabled: any,
      run: () => startBulk('severity'),
    },
    { id: 'queue.kind', title: 'Set the kind', section, enabled: any, run: () => startBulk('kind') },
    {
      id: 'queue.owner',
      title: 'Assign to somebody',
      section,
      shortcut: ['a'],
      enabled: any,
      run: () => startBulk('owner'),
    },
    {
      id: 'queue.take',
      title: 'Assign to me',
      section,
      shortcut: ['Shift+a'],
      keywords: 'take own',
      enabled: any,
      run: bulk.takeThem,
    },
    {
      id: 'queue.customer',
      title: 'Set the customer',
      section,
      enabled: any,
      run: () => startBulk('customer'),
    },
    {
      id: 'queue.tag',
      title: 'Add a tag',
      section,
      shortcut: ['t'],
      enabled: any,
      run: () => startBulk('tag'),
    },
    {
      id: 'queue.untag',
      title: 'Remove a tag',
      section,
      shortcut: ['Shift+t'],
      enabled: any,
      run: () => startBulk('untag'),
    },
    {
      id: 'queue.trash',
      title: 'Move to the trash',
      section,
      shortcut: ['Shift+Delete'],
      keywords: 'delete remove',
      enabled: any,
      run: bulk.trash,
    },
  ]
}

/** What can be done in the queue, from the palette and by keys. */
export const useQueueCommands = (parts: QueueParts): void =>
  useCommands([...listCommands(parts), ...caseCommands(parts), ...bulkCommands(parts)], parts.inFront)
