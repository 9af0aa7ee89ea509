import { ArrowDownWideNarrow, ArrowUpNarrowWide, Rows3 } from 'lucide-react'
import { caseGroups } from '../../../shared/contract/cases.ts'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { descendsByNature, type Group, type ListSpec, type Sort, type SpecChange } from '../spec/spec.ts'

export const sortNames: Record<Sort, string> = {
  best: 'Best match',
  updated: 'Updated',
  created: 'Created',
  severity: 'Severity',
  status: 'Status',
  title: 'Title',
  ref: 'Reference',
  customer: 'Customer',
  owner: 'Owner',
  due: 'Due',
}

export const groupNames: Record<Group, string> = {
  none: 'No groups',
  status: 'Status',
  severity: 'Severity',
  customer: 'Customer',
}

export const sorts = Object.keys(sortNames) as Sort[]
export const groups = caseGroups

type Arranged = Pick<ListSpec, 'sort' | 'descending' | 'group'>

/** The change that sorts by a field: as one expects at first, the other way round the second time. */
export const sortedBy = (spec: Arranged, sort: Sort): SpecChange => ({
  sort,
  descending: spec.sort === sort && sort !== 'best' ? !spec.descending : descendsByNature(sort),
})

interface ArrangeProps {
  spec: Arranged
  onChange: (change: SpecChange) => void
  open: boolean
  onOpenChange: (open: boolean) => void
}

export const SortMenu = ({ spec, onChange, open, onOpenChange }: ArrangeProps) => (
  <Menu
    open={open}
    onOpenChange={onOpenChange}
    align="end"
    trigger={
      <Button look="quiet" icon={spec.descending ? ArrowDownWideNarrow : ArrowUpNarrowWide}>
        {sortNames[spec.sort]}
      </Button>
    }
    items={[
      { heading: 'Sort by' },
      ...sorts.map((sort) => ({
        label: sortNames[sort],
        checked: spec.sort === sort,
        run: () => onChange(sortedBy({ ...spec, sort: spec.sort === sort ? 'best' : spec.sort }, sort)),
      })),
      'separator',
      {
        label: 'Reverse the order',
        disabled: spec.sort === 'best',
        run: () => onChange({ descending: !spec.descending }),
      },
    ]}
  />
)

export const GroupMenu = ({ spec, onChange, open, onOpenChange }: ArrangeProps) => (
  <Menu
    open={open}
    onOpenChange={onOpenChange}
    align="end"
    trigger={
      <Button look="quiet" icon={Rows3}>
        {groupNames[spec.group]}
      </Button>
    }
    items={[
      { heading: 'Group by' },
      ...groups.map((group) => ({
        label: groupNames[group],
        checked: spec.group === group,
        run: () => onChange({ group }),
      })),
    ]}
  />
)
