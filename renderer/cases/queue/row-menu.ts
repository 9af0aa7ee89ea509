import { ArrowUpRight, Copy, FolderOpen, Trash2, UserCheck } from 'lucide-react'
import type { CaseRow } from '../../../shared/contract/cases.ts'
import { caseKinds, caseStatuses, severities } from '../../../shared/domain/vocabulary.ts'
import { kindNames } from '../../case/words.ts'
import type { MenuItem } from '../../ui/menu.tsx'
import { severityNames } from '../../ui/severity-mark.tsx'
import { statusNames } from '../../ui/status-dot.tsx'
import type { Bulk } from './use-bulk.ts'
import type { CaseActs } from './use-case-acts.ts'

export interface RowMenuParts {
  row: CaseRow
  /** How many cases the acts change: the row's, or all selected ones. */
  targets: number
  bulk: Bulk
  acts: CaseActs
}

export const rowMenu = ({ row, targets, bulk, acts }: RowMenuParts): MenuItem[] => [
  { label: 'Open', icon: FolderOpen, shortcut: 'Enter', run: () => acts.open(row, { beside: false }) },
  {
    label: 'Open in the background',
    icon: ArrowUpRight,
    shortcut: 'o',
    run: () => acts.open(row, { beside: true }),
  },
  { label: 'Copy the reference', icon: Copy, shortcut: 'y', run: () => acts.copyRef(row) },
  'separator',
  ...(targets > 1 ? [{ heading: `${targets.toLocaleString('en')} selected cases` }] : []),
  {
    label: 'Status',
    items: caseStatuses.map((status) => ({
      label: statusNames[status],
      checked: targets === 1 && row.status === status,
      run: () => void bulk.status(status),
    })),
  },
  {
    label: 'Severity',
    items: severities.map((severity) => ({
      label: severityNames[severity],
      checked: targets === 1 && row.severity === severity,
      run: () => void bulk.severity(severity),
    })),
  },
  {
    label: 'Kind',
    items: caseKinds.map((kind) => ({
      label: kindNames[kind],
      checked: targets === 1 && row.kind === kind,
      run: () => void bulk.kind(kind),
    })),
  },
  { label: 'Take', icon: UserCheck, shortcut: 'Shift+a', run: () => void bulk.takeThem() },
  'separator',
  { label: 'Move to the trash', icon: Trash2, danger: true, run: () => void bulk.trash() },
]
