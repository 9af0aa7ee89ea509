import { Ban, GitMerge, MoreHorizontal, Pencil, UserRound } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Button } from '../button.tsx'
import { ConfirmDialog } from '../confirm-dialog.tsx'
import { createConfirms } from '../confirms.ts'
import { Dialog } from '../dialog.tsx'
import { Field } from '../field.tsx'
import { IconButton } from '../icon-button.tsx'
import { Input } from '../input.tsx'
import { ContextMenu, Menu, type MenuItem } from '../menu.tsx'
import { Popover } from '../popover.tsx'
import { Tabs } from '../tabs.tsx'
import { Toaster } from '../toaster.tsx'
import { createToasts } from '../toasts.ts'
import styles from './gallery.module.css'

const nothing = () => undefined

const items: MenuItem[] = [
  { label: 'Rename', icon: Pencil, shortcut: 'F2', run: nothing },
  { label: 'Assign', icon: UserRound, items: [{ label: 'To me', shortcut: 'Shift+a', run: nothing }] },
  { label: 'Show closed cases', checked: true, run: nothing },
  'separator',
  { label: 'Merge into another case', icon: GitMerge, run: nothing },
  { label: 'Not possible now', disabled: true, run: nothing },
  { label: 'Move to the trash', icon: Ban, danger: true, run: nothing },
]

export const Overlays = () => {
  const [open, setOpen] = useState(false)
  const [tab, setTab] = useState<'timeline' | 'files'>('timeline')
  const toasts = useMemo(createToasts, [])
  const confirms = useMemo(createConfirms, [])
  const ask = () =>
    confirms.confirm({
      title: 'Merge CB-1042 into CB-1039?',
      text: 'Its 14 events and 3 attachments move over. You can undo this.',
      act: 'Merge',
    })
  return (
    <>
      <div className={styles.line}>
        <Menu trigger={<IconButton icon={MoreHorizontal} label="More" look="plain" />} items={items} />
        <Popover trigger={<Button>Popover</Button>} label="Facts">
          A popover holds a little more than a tooltip.
        </Popover>
        <Button onClick={() => setOpen(true)}>Dialog</Button>
        <Button onClick={() => void ask()}>Confirm</Button>
        <Button
          onClick={() =>
            toasts.show({ text: 'Status set to open', act: { label: 'Undo', run: nothing }, tone: 'ok' })
          }
        >
          Toast
        </Button>
        <Button
          onClick={() =>
            toasts.show({
              tone: 'danger',
              text: 'The disk is full. The note is kept as a draft; free some space.',
            })
          }
        >
          Failure
        </Button>
        <ContextMenu items={items}>
          <Button look="quiet">Right-click me</Button>
        </ContextMenu>
      </div>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="New case"
        description="It starts on this machine and is there at once."
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button look="primary" onClick={() => setOpen(false)}>
              Start the case
            </Button>
          </>
        }
      >
        <Field label="Title">{(ids) => <Input {...ids} autoFocus />}</Field>
      </Dialog>
      <ConfirmDialog confirms={confirms} />
      <Toaster toasts={toasts} />
      <div className={styles.box} style={{ height: 120 }}>
        <Tabs
          label="Case"
          active={tab}
          onChange={setTab}
          tabs={[
            {
              id: 'timeline',
              title: 'Timeline',
              view: () => <p style={{ padding: 12 }}>The story of the case.</p>,
            },
            { id: 'files', title: 'Files', count: 12, view: () => <p style={{ padding: 12 }}>Its files.</p> },
          ]}
        />
      </div>
    </>
  )
}
